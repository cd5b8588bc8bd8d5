#include "app/detector_command.h"

int main(int argc, char** argv) {
  return cw::app::run_detector_command_line(argc, argv);
}
