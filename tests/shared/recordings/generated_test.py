"""Generated recordings too large for samples/, against every block their generator sent."""
import statistics

import suite


def ciphered_places(cell):
    """(slot, fn) test for blocks that cannot be read without the key."""
    steps, combined = [], cell["combined"]
    for dialogue in cell["dialogues"]:
        for step in dialogue["steps"]:
            steps.append((step["fn"], dialogue["subchannel"], step["encrypted"]))

    def subchannel_of_sacch(fn):  # TS 45.002 clause 7 table 4
        if combined:
            return {42: 0, 46: 1}[fn % 51] + 2 * (fn // 51 % 2)
        return (fn % 51 - 32) // 4 + 4 * (fn // 51 % 2)

    def ciphered(place, kind):
        _, fn = place
        if kind.startswith("SDCCH:"):
            return any(encrypted for at, _, encrypted in steps if at == fn)
        if kind.startswith("SACCH:"):
            before = [(at, encrypted) for at, sub, encrypted in steps if sub == subchannel_of_sacch(fn) and at < fn]
            return bool(before) and max(before)[1]
        return False

    return ciphered


def readable(cell, sent):
    ciphered = ciphered_places(cell)
    return {place: block for place, block in sent.items() if not ciphered(place, block[0])}


class Generated(suite.Case):
    def check_blocks(self, run, name, lowest_share=1.0):
        truth, sent = suite.truth_of(suite.generated(name)), suite.sent_by(name)
        self.assertEqual({cell["arfcn"] for cell in run.report["cells"]}, {cell["arfcn"] for cell in truth["cells"]})
        for number, cell in enumerate(truth["cells"]):
            with self.subTest(recording=name, arfcn=cell["arfcn"]):
                expected = readable(cell, sent[number])
                self.assertGreater(len(expected), 0)
                missing, wrong = suite.differences(run.heard(cell["arfcn"]), expected)
                self.assertEqual(wrong, [])
                self.assertLessEqual(len(missing), (1 - lowest_share) * len(expected), missing)
                self.check_cell(run, cell)

    def check_cell(self, run, cell):
        said = run.cells(cell["arfcn"])
        self.assertEqual(len(said), 1)
        now = dict(cell)
        for change in cell["changes"]:
            now.update(change)
        self.assertEqual((said[0]["mcc"], said[0]["mnc"], said[0]["lac"], said[0]["ci"]),
                         (now["mcc"], now["mnc"], now["lac"], now["ci"]))
        self.assertEqual((said[0]["bsic"], said[0]["ncc"], said[0]["bcc"]), (cell["bsic_value"], *cell["bsic"]))
        self.assertEqual(said[0]["carrier_hz"], cell["carrier_hz"])
        self.assertEqual(said[0]["system_information"]["si3"]["t3212_code"], now["t3212"])
        self.assertEqual(said[0]["system_information"]["si2"]["neighbour_arfcns"], sorted(now["ba"]))

    def lawful(self):
        return suite.learnt("lawful.db", suite.generated("legit_a") + ".sigmf-meta",
                            suite.generated("wide_5cells") + ".sigmf-meta")

    def check_fake(self, name):
        recording = suite.generated(name) + ".sigmf-meta"
        cell = suite.truth_of(suite.generated(name))["cells"][0]
        lacs = [cell["lac"]] + [change["lac"] for change in cell["changes"] if "lac" in change]
        ids = [f"{cell['mcc']}-{cell['mnc']}-{lac}-{cell['ci']}" for lac in lacs]
        for options in ([], ["--baseline", self.lawful()]):
            with self.subTest(recording=name, options=options[:1]):
                run = suite.Replay(recording, options=[*options, "--fail-on", "high"])
                self.assert_status(run, alerts=True)
                alerts = run.alerts("high")
                self.assertEqual(len(alerts), 1)
                self.assertIn(alerts[0]["cell_id"], ids)
                self.assertEqual(alerts[0]["carrier_hz"], cell["carrier_hz"])
                self.assertGreaterEqual(len(alerts[0]["families"]), 3, alerts[0]["families"])
                self.assertEqual(run.alerts(), alerts)

    def test_legit_a_blocks(self):
        self.check_blocks(suite.Replay(suite.generated("legit_a") + ".sigmf-meta"), "legit_a")

    def test_legit_a_alarms_nobody(self):
        recording = suite.generated("legit_a") + ".sigmf-meta"
        self.assert_no_alert(suite.Replay(recording))
        self.assert_no_alert(suite.Replay(recording, options=["--baseline", self.lawful()]))

    def test_fake_selfnb_blocks(self):
        self.check_blocks(suite.Replay(suite.generated("fake_selfnb") + ".sigmf-meta"), "fake_selfnb")

    def test_fake_selfnb_alert(self):
        self.check_fake("fake_selfnb")

    def test_fake_lacchange_blocks(self):
        self.check_blocks(suite.Replay(suite.generated("fake_lacchange") + ".sigmf-meta"), "fake_lacchange")

    def test_fake_lacchange_alert(self):
        self.check_fake("fake_lacchange")

    def test_wide_5cells_blocks(self):
        self.check_blocks(suite.Replay(suite.generated("wide_5cells") + ".sigmf-meta"), "wide_5cells", lowest_share=0.99)

    def test_wide_5cells_frequency_error_of_the_fake(self):
        cells = suite.truth_of(suite.generated("wide_5cells"))["cells"]
        consensus = statistics.median(cell["carrier_ppm"] for cell in cells if not cell["fake"])
        run = suite.Replay(suite.generated("wide_5cells") + ".sigmf-meta")
        for cell in cells:
            with self.subTest(arfcn=cell["arfcn"]):
                said = run.cells(cell["arfcn"])[0]["frequency_error_ppm"]
                self.assertAlmostEqual(said, cell["carrier_ppm"] - consensus, delta=0.03)

    def test_wide_5cells_only_the_fake_is_above_low(self):
        fake = [cell for cell in suite.truth_of(suite.generated("wide_5cells"))["cells"] if cell["fake"]]
        self.assertEqual(len(fake), 1)
        for options in ([], ["--baseline", self.lawful()]):
            with self.subTest(options=options[:1]):
                run = suite.Replay(suite.generated("wide_5cells") + ".sigmf-meta", options=options)
                self.assertEqual([alert["cell_id"] for alert in run.alerts()], ["262-01-999-10"])
                self.assertEqual([alert["carrier_hz"] for alert in run.alerts("high")], [fake[0]["carrier_hz"]])

    def test_three_weeks_of_wide_5cells_know_the_lawful_and_not_the_fake(self):
        weeks, last_day = suite.learnt_over_weeks("weeks.db", suite.generated("wide_5cells"))
        run = suite.Replay(last_day, options=["--baseline", weeks])
        self.assertEqual([alert["cell_id"] for alert in run.alerts("low")], ["262-01-999-10"])
        self.assertIn("B01", [finding["rule"] for finding in run.alerts()[0]["findings"]])
        self.assertIn("baseline", run.alerts()[0]["families"])
        self.assertIn("B05", run.report["rules"]["evaluated"])

    def test_threads_change_nothing(self):
        recording = suite.generated("wide_5cells") + ".sigmf-meta"
        one, two, four = (suite.Replay(recording, options=["--threads", n]).blocks for n in "124")
        self.assertTrue(one)
        self.assertTrue(one == two == four, "blocks differ with the number of threads")


if __name__ == "__main__":
    suite.main(generator=True)
