#include "sdr/scan/overheard.h"
#include "sdr/scan/radio_list.h"
#include "sdr/scan/radio_source.h"
#include "sdr/scan/trouble.h"

namespace cw::sdr {

tl::expected<std::unique_ptr<RadioSource>, std::string>
open_or_say_why(const SourceSpec& spec, const RadioSettings& settings) {
  std::string words;
  OpenedRadio radio = tl::unexpected(std::string());
  {
    const Overheard drivers;
    radio = open_radio(spec, settings);
    words = drivers.words();
  }
  if (!radio) {
    return tl::unexpected(why_not(spec, radio.error(), this_machine(), words));
  }
  return radio;
}

} // namespace cw::sdr
