"""Real GSM, 20 to 160 ms each: every block of the truth files, in one pass, and none that contradicts them."""
import glob
import os

import suite

FRAME_S = 120e-3 / 26
HYPERFRAME = 2715648


def recordings():
    found = sorted(glob.glob(suite.path("recordings/real/gsmsp_*.sigmf-meta")) +
                   glob.glob(suite.path("recordings/real/rtlsdr_*.sigmf-meta")))
    assert len(found) >= 7, f"only {len(found)} real GSM recordings"
    return [meta.removesuffix(".sigmf-meta") for meta in found]


class Real(suite.Case):
    def check_cell(self, run, cell):
        arfcn, bsic = cell["arfcn_nominal"], cell["bsic"][0] * 8 + cell["bsic"][1]
        said = run.cells(arfcn)
        self.assertEqual([one["bsic"] for one in said], [bsic], "cells on this carrier")
        heard, sch = run.heard(arfcn), run.sch(arfcn)
        self.assertEqual([block["fn"] for block in sch], cell["sch_frame_numbers"])
        sent = {(0, message["fn"]): (message["type"], message["l2"]) for message in cell["messages"]}
        self.assertEqual(len(sent), cell["ts0_blocks_inside"])
        self.assertEqual(suite.differences({p: b for p, b in heard.items() if p[0] == 0}, sent), ([], []))
        for block in [*heard.values(), *sch]:
            self.assertEqual(block["bsic"], bsic)
            frames = round((block["t"] - sch[0]["t"]) / FRAME_S)  # slots are less than a frame apart
            self.assertIn((block["fn"] - sch[0]["fn"] - frames) % HYPERFRAME, (0, 1, HYPERFRAME - 1))
        if "lac" in cell and "identity_from" not in cell:  # read from this very file
            for key in ("mcc", "mnc", "lac", "ci"):
                self.assertEqual(said[0][key], cell[key])
        centre = run.report["inputs"][0]["center_hz"]
        offset = said[0]["carrier_hz"] - centre + said[0]["frequency_error_raw_hz"]
        self.assertAlmostEqual(offset, cell["offset_hz"], delta=150)

    def test_every_block_of_the_truth_files_and_no_other(self):
        blocks = sch = 0
        for base in recordings():
            truth = suite.truth_of(base)
            run = suite.Replay(base + ".sigmf-meta")
            for cell in truth["cells"]:
                with self.subTest(recording=os.path.basename(base), arfcn=cell["arfcn_nominal"]):
                    self.check_cell(run, cell)
                blocks += len(cell["messages"])
                sch += len(cell["sch_frame_numbers"])
        self.assertGreater(blocks, 0)
        self.assertGreater(sch, 0)

    def test_cells_with_nothing_but_an_sch_have_a_level(self):
        for base in recordings():
            for cell in suite.Replay(base + ".sigmf-meta").report["cells"]:
                with self.subTest(recording=os.path.basename(base), arfcn=cell["arfcn"]):
                    self.assertLess(cell["level_dbfs"], 0)
                    self.assertGreater(cell["snr_db"], 0)

    def test_no_alert(self):
        for base in recordings():
            with self.recording(os.path.basename(base)):
                self.assert_no_alert(suite.Replay(base + ".sigmf-meta"))

    def test_a_recording_without_a_cell_says_what_was_searched(self):
        run = suite.Replay(suite.path("recordings/real/gsmsp_937MHz_4M.sigmf-meta"))
        self.assertEqual(run.report["cells"], [])
        self.assertEqual(run.blocks, [])
        said = " ".join(run.report["inputs"][0]["warnings"])
        for word in ("no GSM cell found", "searched", "dBFS", "strongest", "try:"):
            self.assertIn(word, said)


if __name__ == "__main__":
    suite.main(generator=False)
