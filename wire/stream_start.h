// A receiver began: nothing of its stream can be measured against what came before.
#pragma once

namespace cw::wire {

/// Comes before the first block of a process. Samples and frame timings are counted anew from here,
/// and trains that were heard before have other numbers now.
struct StreamStart {
  double t_s = 0; ///< UNIX time
};

} // namespace cw::wire
