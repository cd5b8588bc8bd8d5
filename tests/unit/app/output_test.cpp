#include "app/block_files.h"
#include "app/console.h"
#include "app/output_file.h"
#include "app/progress_bar.h"
#include "app/text_table.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"

using namespace cw::app;
using cw::test::file_content;
using cw::test::TempFolder;

TEST_CASE("output file: what is written is there after close", "[app]") {
  const TempFolder folder;
  auto file = OutputFile::create(folder.path("x"));
  REQUIRE(file);
  file->write("one\n");
  file->write("two\n");
  REQUIRE(file->close());
  CHECK(file_content(folder.path("x")) == "one\ntwo\n");
}

TEST_CASE("output file: a full disk is one sentence at close, however much was written", "[app]") {
  auto file = OutputFile::create("/dev/full");
  REQUIRE(file);
  for (int i = 0; i < 10000; ++i) {
    file->write("some line that fills the buffer sooner or later\n");
  }
  const auto closed = file->close();
  REQUIRE_FALSE(closed);
  CHECK(closed.error() ==
        "writing /dev/full failed: No space left on device: make room or give another path");
}

TEST_CASE("output file: a path that cannot be is refused at once", "[app]") {
  CHECK_FALSE(OutputFile::create("/nonexistent/x"));
}

TEST_CASE("block files: one that fails does not stop the other", "[app]") {
  const TempFolder folder;
  auto files = BlockFiles::create(folder.path("x.jsonl"), "/dev/full", 0);
  REQUIRE(files);
  cw::wire::GsmBlock block;
  for (int i = 0; i < 1000; ++i) {
    files->add(block);
  }
  CHECK(files->close().size() == 1);
  const std::string lines = file_content(folder.path("x.jsonl"));
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 1000);
}

TEST_CASE("console: what could drive a terminal is shown as ?", "[app]") {
  CHECK(printable("a\x1b[31mb\n\x7f") == "a?[31mb??");
  CHECK(printable("M\xC3\xBCnchen") == "M\xC3\xBCnchen");
  CHECK(printable("\xC2\x9B") == "?\x9B");
}

TEST_CASE("console: long sentences break at spaces under their beginning", "[app]") {
  CHECK(wrapped("one two three", 2, 9) == "one two\n  three");
  CHECK(wrapped("unbreakable-word-longer-than-the-line x", 2, 9) ==
        "unbreakable-word-longer-than-the-line\n  x");
  CHECK(wrapped("", 2).empty());
}

TEST_CASE("text table: columns align, nothing hangs off a line's end", "[app]") {
  CHECK(text_table({{"n", Align::right}, {"name", Align::left}}, {{"1", "a"}, {"22", "-"}}) ==
        " n  name\n 1  a\n22  -\n");
}

TEST_CASE("progress bar: how far and how long", "[app]") {
  CHECK(ProgressBar::line("x", 5, 10) ==
        "x  [###############...............]  50 %  5.0 of 10.0 s");
  CHECK(ProgressBar::line("x", 5, 0) == "x  5.0 s");
}
