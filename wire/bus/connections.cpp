#include "wire/bus/connections.h"

#include <algorithm>
#include <utility>

namespace cw::wire::bus {

bool Connections::join(const ConnectionId& id,
                       std::string sensor,
                       std::string epoch,
                       Clock::time_point now) {
  if (const auto before = receivers_.find(id);
      before != receivers_.end() && before->second.sensor != sensor) {
    erase(before);
  }
  const bool known = receivers_.contains(id);
  if ((!known && receivers_.size() >= max_connections_) ||
      (!sensors_.contains(sensor) && sensors_.size() >= max_sensors_)) {
    return false;
  }
  sensors_[sensor] += known ? 0U : 1U;
  std::erase(left_, sensor);
  receivers_[id] = {.sensor = std::move(sensor),
                    .epoch = std::move(epoch),
                    .newest_seq = 0,
                    .heard = now,
                    .greeted = true};
  return true;
}

Connections::Receiver* Connections::find(const ConnectionId& id) {
  const auto found = receivers_.find(id);
  return found == receivers_.end() ? nullptr : &found->second;
}

void Connections::leave(const ConnectionId& id) {
  if (const auto found = receivers_.find(id); found != receivers_.end()) {
    erase(found);
  }
}

void Connections::erase(std::map<ConnectionId, Receiver>::iterator at) {
  const auto sensor = sensors_.find(at->second.sensor);
  if (--sensor->second == 0) {
    left_.push_back(sensor->first);
    sensors_.erase(sensor);
  }
  receivers_.erase(at);
}

void Connections::expire(Clock::time_point now) {
  for (auto it = receivers_.begin(); it != receivers_.end();) {
    const auto at = it++;
    if (now - at->second.heard > idle_) {
      erase(at);
    }
  }
}

std::vector<std::string> Connections::take_left() {
  return std::exchange(left_, {});
}

std::vector<ConnectionId> Connections::of(const std::string& sensor) const {
  std::vector<ConnectionId> ids;
  for (const auto& [id, receiver] : receivers_) {
    if (receiver.sensor == sensor) {
      ids.push_back(id);
    }
  }
  return ids;
}

std::vector<std::string> Connections::sensors() const {
  std::vector<std::string> names;
  for (const auto& [name, connections] : sensors_) {
    names.push_back(name);
  }
  return names;
}

} // namespace cw::wire::bus
