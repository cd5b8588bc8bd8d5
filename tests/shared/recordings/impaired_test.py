"""legit_a with noise, echoes, wrong frequency and wrong clock: the bars of what the receiver must stand."""
import generated_test
import suite

IDENTITY = "262-01-21041-40873"
ARFCN = 62


class Impaired(suite.Case):
    @classmethod
    def setUpClass(cls):
        cls.base = suite.generated("legit_a")
        cell = suite.truth_of(cls.base)["cells"][0]
        cls.sent = generated_test.readable(cell, suite.sent_by("legit_a")[0])
        cls.ts0 = cell["ts0_blocks"]
        assert cls.ts0 == sum(slot == 0 for slot, _ in cls.sent) == 445

    def found(self, *options):
        """Blocks of TS0 heard; the test fails at once on a wrong one, on any slot, or on a second cell."""
        run = suite.Replay(suite.impaired(self.base, *options) + ".sigmf-meta")
        self.assertEqual([(cell["arfcn"], cell["bsic"]) for cell in run.report["cells"]], [(ARFCN, 29)])
        self.assertEqual(run.report["alerts"], [])
        _, wrong = suite.differences(run.heard(ARFCN), self.sent)
        self.assertEqual(wrong, [])
        for block in run.sch(ARFCN):
            self.assertEqual((block["bsic"], block["fn"] % 51 % 10), (29, 1))
        self.cell = run.report["cells"][0]
        return sum(slot == 0 for slot, _ in run.heard(ARFCN))

    def check(self, lowest, *options):
        with self.subTest(" ".join(options)):
            found = self.found(*options)
            print(f"  {' '.join(options)}: {found} of {self.ts0}", flush=True)
            self.assertGreaterEqual(found, lowest)

    def test_noise_of_2_5_db_leaves_99_percent(self):
        for seed in "123":
            self.check(0.99 * self.ts0, "--esn0", "2.5", "--seed", seed)

    def test_noise_of_0_db_leaves_half(self):
        for seed in "123":
            self.check(0.5 * self.ts0, "--esn0", "0", "--seed", seed)

    def test_ten_seconds_at_minus_3_db_give_si3_by_its_repeats(self):
        for seed in "123":
            self.check(0, "--crop", "0,10", "--esn0", "-3", "--seed", seed)
            with self.subTest(seed=seed):
                self.assertEqual(self.cell["id"], IDENTITY)
                self.assertIn("si3", self.cell["system_information"])

    def test_two_equal_echoes_3_7_symbols_apart_leave_95_percent(self):
        # 153 degrees: the second tap cancels the tone of the FCCH.
        for phase in (0, 45, 90, 135, 153, 180, 225, 270, 315):
            self.check(0.95 * self.ts0, "--taps", f"0:0,3.7s:0:{phase}", "--esn0", "12")

    def test_40_khz_off_and_50_ppm_off_cost_2_percent_at_most(self):
        for options in (["--cfo", "40000"], ["--cfo", "-40000"], ["--sfo", "50"], ["--sfo", "-50"],
                        ["--cfo", "-40000", "--sfo", "50"], ["--cfo", "40000", "--sfo", "-50"]):
            self.check(0.98 * self.ts0, *options)


if __name__ == "__main__":
    suite.main(generator=True)
