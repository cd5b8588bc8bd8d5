// Walking what SI2quater holds before, between and behind the neighbours. A reader that has failed
// gives zeros, which end every loop here.
#include "messages/gsm/si2quater_skips.h"

namespace cw::messages::gsm {

namespace {

void skip_optional(BitReader& in, std::size_t bits) noexcept {
  if (in.take_flag()) {
    in.skip(bits);
  }
}

/// RTDs of one frequency and then of the next: 0 means one more, which a failed reader gives too.
void skip_real_time_differences_12(BitReader& in) noexcept {
  do {
    while (in.ok() && !in.take_flag()) {
      in.skip(12);
    }
  } while (in.ok() && !in.take_flag());
}

void skip_real_time_differences_6(BitReader& in) noexcept {
  do {
    bool more = !in.take_flag();
    while (in.ok() && more) {
      in.skip(6);
      more = !in.take_flag();
    }
  } while (in.ok() && !in.take_flag());
}

/// GPRS real time difference description.
void skip_real_time_difference(BitReader& in) noexcept {
  if (in.take_flag()) {
    skip_optional(in, 5); // BA_Index_Start_RTD
    skip_real_time_differences_6(in);
  }
  if (in.take_flag()) {
    skip_optional(in, 5);
    skip_real_time_differences_12(in);
  }
}

/// GPRS BSIC description.
void skip_bsic(BitReader& in) noexcept {
  skip_optional(in, 5);                       // BA_Index_Start_BSIC
  in.skip(6);                                 // BSIC
  in.skip(std::size_t{in.take(7)} * (1 + 6)); // remaining: frequency scrolling, BSIC
}

/// GPRS measurement parameters description.
void skip_gprs_measurement(BitReader& in) noexcept {
  in.skip(3);                            // REPORT_TYPE, REPORTING_RATE, INVALID_BSIC_REPORTING
  skip_optional(in, 2);                  // MULTIBAND_REPORTING
  skip_optional(in, 2);                  // SERVING_BAND_REPORTING
  in.skip(2);                            // SCALE_ORD
  for (int band = 0; band < 5; ++band) { // 900, 1800, 400, 1900, 850
    skip_optional(in, 3 + 3);
  }
}

/// Reporting thresholds and offsets of E-UTRAN FDD or TDD.
void skip_eutran_reporting(BitReader& in, unsigned first_bits) noexcept {
  if (in.take_flag()) {
    in.skip(first_bits);
    skip_optional(in, 6); // threshold 2
    skip_optional(in, 3); // offset
  }
}

} // namespace

void skip_gsm_measurement(BitReader& in) noexcept {
  skip_optional(in, 1 + 2); // measurement parameters
  if (in.take_flag()) {
    skip_real_time_difference(in);
  }
  if (in.take_flag()) {
    skip_bsic(in);
  }
  if (in.take_flag()) {
    in.skip(in.take(7)); // GPRS report priority: a bit a cell
  }
  if (in.take_flag()) {
    skip_gprs_measurement(in);
  }
  if (in.take_flag()) { // NC measurement parameters
    in.skip(2);
    skip_optional(in, 3 + 3 + 3);
  }
  if (in.take_flag()) {
    in.skip(in.take(8) + 1); // extension information, length less 1
  }
}

void skip_3g_measurement(BitReader& in) noexcept {
  if (in.take_flag()) { // 3G measurement parameters
    in.skip(4 + 1);     // Qsearch_I, Qsearch_C_Initial
    skip_optional(in, 4 + 1 + 2 + 3);
    skip_optional(in, 4 + 2);
  }
  if (in.take_flag()) { // GPRS 3G measurement parameters
    in.skip(4 + 1);     // Qsearch_P, 3G_SEARCH_PRIO
    skip_optional(in, 1 + 1 + 2);
    skip_optional(in, 3 + 3);
    skip_optional(in, 2);
    skip_optional(in, 3 + 3);
  }
}

void skip_eutran_measurement(BitReader& in) noexcept {
  in.skip(4 + 1 + 2);    // Qsearch_C_E-UTRAN_Initial, REP_QUANT, MULTIRAT_REPORTING
  if (!in.take_flag()) { // 3-bit thresholds
    skip_eutran_reporting(in, 3);
    skip_eutran_reporting(in, 3);
    return;
  }
  skip_eutran_reporting(in, 6); // measurement report thresholds
  skip_eutran_reporting(in, 6);
  in.skip(1); // REPORTING_GRANULARITY
}

void skip_gprs_eutran_measurement(BitReader& in) noexcept {
  in.skip(4 + 1 + 2); // Qsearch_P_E-UTRAN, REP_QUANT, MULTIRAT_REPORTING
  skip_eutran_reporting(in, 3);
  skip_eutran_reporting(in, 3);
}

} // namespace cw::messages::gsm
