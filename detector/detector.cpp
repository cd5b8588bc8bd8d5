#include "detector/detector.h"

#include "detector/rules/rule.h"
#include "detector/session.h"

#include <fmt/format.h>

#include <utility>

namespace cw::detector {

tl::expected<Detector, std::string> Detector::create(const DetectorConfig& config) {
  auto session = Session::create(config);
  if (!session) {
    return tl::unexpected(session.error());
  }
  return Detector(std::move(*session));
}

Detector::Detector(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

void Detector::add(const wire::GsmBlock& block) {
  session_->add(block);
}
void Detector::add(const wire::GsmMeasurement& measurement) {
  session_->add(measurement);
}
void Detector::add(const wire::PowerScan& scan) {
  session_->add(scan);
}
void Detector::add(const wire::StreamStart& start) {
  session_->add(start);
}
tl::expected<void, std::string> Detector::finish() {
  return session_->finish();
}
void Detector::fill(wire::Report& report) const {
  session_->fill(report);
}
Forgotten Detector::forgotten() const {
  return session_->forgotten();
}
const Session& Detector::session() const {
  return *session_;
}
Session& Detector::session() {
  return *session_;
}

std::vector<RuleInfo> rules() {
  std::vector<RuleInfo> all;
  for (const Rule& rule : all_rules()) {
    RuleInfo info{.id = std::string(rule.id),
                  .version = rule.version,
                  .name = std::string(rule.name),
                  .family = family_name(rule.family),
                  .needs = std::string(rule.needs),
                  .sentence = std::string(rule.sentence),
                  .benign_causes = {},
                  .thresholds = {rule.thresholds.begin(), rule.thresholds.end()}};
    for (const Benign& benign : rule.benign) {
      info.benign_causes.push_back(fmt::format("{}: {}", benign.cause, benign.how_to_tell));
    }
    all.push_back(std::move(info));
  }
  return all;
}

} // namespace cw::detector
