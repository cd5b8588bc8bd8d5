"""vf262_remod: bursts of a real commercial cell, modulated again. Its SI3 and lists were read by hand."""
import suite

ARFCN = 725
NEIGHBOURS = [730, 733, 734, 741, 746]  # SI2 8f 6d 18 10 80: variable bitmap, origin 730, then +3 +4 +11 +16
NEIGHBOURS_900 = [4, 6, 8, 10, 12, 53, 61, 63, 65, 67, 69, 75]  # SI2ter, bitmap 0


class Commercial(suite.Case):
    @classmethod
    def setUpClass(cls):
        cls.recording_path = suite.generated("vf262_remod") + ".sigmf-meta"
        cls.truth = suite.truth_of(suite.path("recordings/real/vf262_bursts"))
        cls.run_ = suite.Replay(cls.recording_path)

    def cell(self):
        cells = self.run_.report["cells"]
        self.assertEqual(len(cells), 1)
        return cells[0]

    def test_identity(self):
        cell, known = self.cell(), self.truth["cell"]
        self.assertEqual(cell["id"], "262-02-318-11225")
        self.assertEqual((cell["mcc"], cell["mnc"]), (known["mcc"], known["mnc"]))
        self.assertEqual((cell["lac"], cell["ci"]), (known["lac"], known["ci"]))
        self.assertEqual((cell["bsic"], cell["ncc"], cell["bcc"]), (48, *known["bsic"]))
        self.assertEqual((cell["arfcn"], cell["band"]), (ARFCN, "1800"))

    def test_si3(self):
        si3 = self.cell()["system_information"]["si3"]
        self.assertEqual((si3["t3212_code"], si3["t3212_min"]), (self.truth["cell"]["t3212"], 60))
        # Rest octets e8 1f: CRO 40, temporary offset 0, penalty time 31: the offset is subtracted.
        self.assertEqual((si3["cell_reselect_offset_db"], si3["cell_reselect_offset_subtracted"]), (80, True))
        self.assertEqual((si3["temporary_offset_db"], si3["penalty_time_code"]), (0, 31))
        self.assertIsNone(si3["penalty_time_s"])
        self.assertEqual(si3["ccch_conf"], self.truth["cell"]["ccch_conf"])
        self.assertEqual(si3["att"], self.truth["cell"]["att"] == 1)

    def test_neighbours(self):
        said = self.cell()["system_information"]
        self.assertEqual(said["si2"]["neighbour_arfcns"], NEIGHBOURS)
        self.assertEqual(said["si2ter"]["neighbour_arfcns"], NEIGHBOURS_900)

    def test_at_least_291_of_the_293_blocks_of_ts0_and_no_other(self):
        sent = {(0, message["fn"]): (None, message["l2"]) for message in self.truth["messages"]}
        self.assertEqual(len(sent), 293)
        missing, wrong = suite.differences(self.run_.heard(ARFCN, slots=[0]), sent)
        self.assertEqual(wrong, [])
        self.assertLessEqual(len(missing), 2, missing)

    def test_sch(self):
        sent = self.truth["cell"]["sch_bursts"]
        heard = self.run_.sch(ARFCN)
        self.assertGreaterEqual(len(heard), sent - 1)
        self.assertLessEqual(len(heard), sent)
        self.assertEqual({block["bsic"] for block in heard}, {48})

    def test_no_alert_without_a_baseline_nor_with_one_that_knows_it(self):
        self.assert_no_alert(self.run_)
        known = suite.learnt("vf262.db", self.recording_path)
        run = suite.Replay(self.recording_path, options=["--baseline", known, "--fail-on", "medium"])
        self.assert_status(run, alerts=False)
        self.assert_no_alert(run)
        self.assertEqual(run.report["cells"][0]["differs_from_baseline"], [])


if __name__ == "__main__":
    suite.main(generator=True)
