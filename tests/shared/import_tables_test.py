#!/usr/bin/env python3
"""Imports the shared tables of cells and counts what came of their rows.

import_tables_test.py --program cellwarden --shared FOLDER: exit status 77 if the tables are not there.

Rows come from README.md beside the tables and from STATS.md; what is refused or skipped was counted there
too (areas and cells of 0, CDMA), or read off the made-up files by hand.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
CELLS = pathlib.Path()

# file: (source, rows, skipped, refused)
TABLES = {
    "baseline/opencellid_651_lesotho.csv.gz": ("opencellid", 1936, 0, 1),
    "baseline/opencellid_425_israel_noheader.csv.gz": ("opencellid", 31869, 0, 8),
    "baseline/opencellid_313_us.csv.gz": ("opencellid", 3517, 0, 1),
    "baseline/opencellid_316_us.csv.gz": ("opencellid", 451, 210, 0),
    # 32 lines less two headers and an empty one
    "baseline/opencellid_odd_rows_made_up.csv": ("opencellid", 29, 1, 14),
    "baseline/ised_site_data_fx_PE.csv.gz": ("ised", 9217, 1, 0),
    "formats/ised_site_data_fx_sample.csv": ("ised", 60, 0, 0),
    "formats/anfr_observatoire_sample.csv": ("anfr", 497, 0, 0),
    "formats/tower_collector_export_sample.csv": ("tower-collector", 160, 0, 0),
    "formats/tower_collector_export_2017_header_sample.csv": ("tower-collector", 60, 0, 0),
    "formats/tower_collector_upload_sample.csv": ("tower-collector", 60, 0, 0),
    "formats/tower_collector_odd_rows.csv": ("tower-collector", 18, 2, 8),
    "formats/wigle_1_6_cells_sample.csv": ("wigle", 253, 0, 1),
    "formats/wigle_1_4_made_up.csv": ("wigle", 7, 2, 1),
    "formats/opencellid_measurements_sample.csv": ("opencellid", 200, 0, 0),
    "formats/mls_style_sample.csv": ("opencellid", 130, 0, 0),
}
MAPPED = {
    "baseline/nsg_celldb_gb_sussex_eutra.csv.gz": (
        "rat:LTE,plmn=PLMN,cell=ECellID,lat=Latitude,lon=Longitude,pci=PCI,channel=EARFCN", 3237),
}
NO_TABLES_OF_CELLS = ["formats/fcc_uls_ca_cellular_sample.csv.gz", "formats/gsm_modem_ceng_sample.txt",
                      "formats/ised_tafl_columns.txt", "formats/ised_tafl_made_up.csv"]


def run(*arguments):
    return subprocess.run([PROGRAM, "baseline", *arguments], capture_output=True, text=True, check=False)


class ImportTables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.db = str(pathlib.Path(folder.name) / "known.db")

    def imported(self, name, *more):
        done = run("import", str(CELLS / name), "--db", self.db, "--json", *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["files"][0]

    def test_every_table_is_told_by_its_first_line_and_its_rows_are_counted(self):
        for name, (source, rows, skipped, refused) in TABLES.items():
            with self.subTest(name):
                file = self.imported(name)
                self.assertEqual((file["source"], file["rows"], file["skipped"], file["refused"]),
                                 (source, rows, skipped, refused))
                self.assertEqual(file["used"], rows - skipped - refused)

    def test_no_table_is_forgotten(self):
        there = {str(path.relative_to(CELLS)) for folder in ("baseline", "formats")
                 for path in (CELLS / folder).iterdir() if path.is_file()}
        self.assertEqual(there, set(TABLES) | set(MAPPED) | set(NO_TABLES_OF_CELLS))

    def test_real_cell_tables_have_each_cell_once(self):  # STATS.md: duplicate keys: 0
        for name in list(TABLES)[:4]:
            with self.subTest(name):
                file = self.imported(name)
                self.assertEqual(file["cells_added"], file["used"])

    def test_the_same_tables_again_change_nothing(self):
        first = {name: self.imported(name) for name in TABLES}
        self.assertGreater(sum(file["cells_added"] for file in first.values()), 39_000)
        for name in list(TABLES)[:4] + ["baseline/ised_site_data_fx_PE.csv.gz"]:
            with self.subTest(name):
                file = self.imported(name)
                self.assertEqual((file["cells_added"], file["cells_updated"], file["sites_added"]), (0, 0, 0))

    def test_registers_give_sites(self):
        ised = self.imported("baseline/ised_site_data_fx_PE.csv.gz")
        # Bragg's and Xplore's identities are placeholders: 1 207 and 1 228 rows.
        self.assertEqual(sum(ised["used_in_part_why"].values()), 1207 + 1228)
        self.assertGreater(ised["sites_added"], 400)
        self.assertEqual(self.imported("formats/anfr_observatoire_sample.csv")["cells_added"], 0)

    def test_a_table_of_ones_own_by_its_columns(self):
        for name, (columns, rows) in MAPPED.items():
            file = self.imported(name, "--columns", columns)
            self.assertEqual((file["source"], file["rows"], file["used"]), ("csv", rows, rows))

    def test_what_is_no_table_of_cells_is_refused_in_one_sentence(self):
        for name in NO_TABLES_OF_CELLS + ["formats/anfr_sup/SUP_STATION.txt", "README.md"]:
            with self.subTest(name):
                done = run("import", str(CELLS / name), "--db", self.db)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
                self.assertFalse(pathlib.Path(self.db).exists())


def main():
    global PROGRAM, CELLS
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    arguments, rest = parser.parse_known_args()
    PROGRAM, CELLS = arguments.program, arguments.shared / "recordings" / "cells"
    if not (CELLS / "baseline").is_dir():
        print(f"skipped: there are no tables of cells in {CELLS}")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
