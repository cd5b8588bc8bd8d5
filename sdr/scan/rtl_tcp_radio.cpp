// An RTL-SDR behind rtl_tcp.
#include "sdr/scan/radio_source.h"
#include "sdr/scan/rtl_tcp_client.h"
#include "sdr/source/sample_format.h"

#include <gnuradio/io_signature.h>
#include <gnuradio/sync_block.h>

#include <cmath>
#include <cstring>
#include <mutex>
#include <vector>

namespace cw::sdr {
namespace {

constexpr std::size_t k_octets_a_sample = 2;

class RtlTcpBlock : public gr::sync_block {
public:
  explicit RtlTcpBlock(RtlTcpClient client)
      : gr::sync_block("rtl_tcp_source",
                       gr::io_signature::make(0, 0, 0),
                       gr::io_signature::make(1, 1, sizeof(cf))),
        client_(std::move(client)) {}

  int work(int noutput_items,
           gr_vector_const_void_star& /*input_items*/,
           gr_vector_void_star& output_items) override {
    octets_.resize(static_cast<std::size_t>(noutput_items) * k_octets_a_sample);
    std::size_t held = half_sample_ ? 1 : 0;
    if (half_sample_) {
      octets_[0] = *half_sample_;
    }
    while (held < k_octets_a_sample) {
      const auto got = client_.read(std::span(octets_).subspan(held));
      if (!got || stop_.load()) {
        const std::scoped_lock lock(mutex_);
        ended_ = got ? std::string() : got.error();
        return WORK_DONE;
      }
      held += *got;
    }
    half_sample_.reset();
    if (held % k_octets_a_sample != 0) {
      half_sample_ = octets_[--held];
    }
    const std::size_t samples = held / k_octets_a_sample;
    ConvertCounts counts; // clipping is seen in what comes out
    convert(SampleFormat::cu8,
            std::span(octets_).first(held),
            {static_cast<cf*>(output_items[0]), samples},
            counts);
    return static_cast<int>(samples);
  }

  RtlTcpClient& client() noexcept { return client_; }
  void end() noexcept { stop_.store(true); }
  std::string ended() const {
    const std::scoped_lock lock(mutex_);
    return ended_;
  }

private:
  RtlTcpClient client_;
  std::vector<std::byte> octets_;
  std::optional<std::byte> half_sample_;
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;
  std::string ended_;
};

class RtlTcpRadio : public RadioSource {
public:
  RtlTcpRadio(
      RtlTcpClient client, const DeviceProfile& profile, double rate_hz, double gain_db, double ppm)
      : RadioSource(
            {profile.min_hz, profile.max_hz, rate_hz, profile.usable}, profile.settle_s, ppm),
        block_(gnuradio::make_block_sptr<RtlTcpBlock>(std::move(client))), gain_db_(gain_db) {}

  gr::basic_block_sptr block() const override { return block_; }
  double gain_db() const override { return gain_db_; }
  std::string ended() const override { return block_->ended(); }
  void stop() override { block_->end(); }

private:
  tl::expected<void, std::string> set_center(double hz) override {
    return block_->client().set_frequency(static_cast<std::uint32_t>(std::lround(hz)));
  }

  std::shared_ptr<RtlTcpBlock> block_;
  double gain_db_;
};

} // namespace

OpenedRadio open_rtl_tcp(const SourceSpec& spec, const RadioSettings& settings) {
  const DeviceProfile& profile = device_profile("rtl_tcp", "");
  auto client = RtlTcpClient::connect(spec.args);
  if (!client) {
    return tl::unexpected(client.error());
  }
  const double rate_hz = std::round(settings.rate_hz.value_or(profile.rate_hz));
  const auto gain_db = settings.gain_db ? settings.gain_db : profile.gain_db;
  const auto tenth_db = static_cast<std::int32_t>(std::lround(10 * gain_db.value_or(0)));
  auto set = client->set_rate(static_cast<std::uint32_t>(rate_hz));
  if (set) {
    set = client->set_gain(gain_db ? &tenth_db : nullptr);
  }
  if (!set) {
    return tl::unexpected(set.error());
  }
  return std::make_unique<RtlTcpRadio>(
      std::move(*client), profile, rate_hz, gain_db.value_or(0), settings.ppm);
}

} // namespace cw::sdr
