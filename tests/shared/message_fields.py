"""Which of our fields is which of tshark's, message by message."""
import re

RR_NAMES = {
    0x00: "si13", 0x02: "si2bis", 0x03: "si2ter", 0x04: "si9", 0x05: "si5bis", 0x06: "si5ter", 0x07: "si2quater",
    0x0D: "channel_release", 0x13: "classmark_enquiry", 0x18: "si8", 0x19: "si1", 0x1A: "si2", 0x1B: "si3",
    0x1C: "si4", 0x1D: "si5", 0x1E: "si6", 0x1F: "si7", 0x20: "notification_nch", 0x21: "paging_request_1",
    0x22: "paging_request_2", 0x24: "paging_request_3", 0x27: "paging_response", 0x2B: "handover_command",
    0x2E: "assignment_command", 0x35: "ciphering_mode_command", 0x39: "immediate_assignment_extended",
    0x3A: "immediate_assignment_reject", 0x3F: "immediate_assignment",
}
MM_NAMES = {
    0x02: "location_updating_accept", 0x04: "location_updating_reject", 0x08: "location_updating_request",
    0x11: "authentication_reject", 0x12: "authentication_request", 0x18: "identity_request",
    0x1A: "tmsi_reallocation_command", 0x21: "cm_service_accept", 0x22: "cm_service_reject",
    0x24: "cm_service_request", 0x29: "mm_abort", 0x32: "mm_information",
}
SMS_NAMES = {0x01: "cp_data", 0x04: "cp_ack", 0x10: "cp_error"}
IDENTITY_TYPES = {0: "none", 1: "imsi", 2: "imei", 3: "imeisv", 4: "tmsi"}


def name_of(dissection):
    """Our name for what tshark says this is; nothing where it says nothing."""
    for field, names in (("gsm_a.dtap.msg_rr_type", RR_NAMES), ("gsm_a.dtap.msg_mm_type", MM_NAMES),
                         ("gsm_a.dtap.msg_sms_type", SMS_NAMES)):
        number = dissection.number(field)
        if number is not None:
            return names.get(number & 0x3F if names is MM_NAMES else number)
    return None


SHOWN_LENGTH = 234  # characters from which on tshark may have cut a text: 4.0 at 239, 4.4 before the number there


def arfcn_list(dissection, ours):
    """Of a list too long for tshark's text, all but the cut number is compared."""
    shown = dissection.shown("gsm_a.rr.arfcn_list")
    if not shown:
        return None
    arfcns = [int(number) for number in re.findall(r"\d+", shown[0].split("=", 1)[1])]
    if len(shown[0]) >= SHOWN_LENGTH and set(arfcns[:-1]) <= set(ours):
        return ours
    return sorted(set(arfcns))


def digits(dissection, field):
    """MCC or MNC with its leading zeros, which only the text has."""
    shown = dissection.shown(field)
    found = re.search(r"\((\d+)\)", shown[0]) if shown else None
    return found.group(1) if found else None


def bits(mask):
    return None if mask is None else [bit for bit in range(16) if mask >> bit & 1]


def coded(table, index):
    return None if index is None else table[index]


def flag(number):
    return None if number is None else bool(number)


def scaled(number, factor, offset=0):
    return None if number is None else number * factor + offset


class Pairs:
    """Collects (field, ours, tshark's); what tshark does not show is not compared."""

    def __init__(self, ours, dissection):
        self.ours, self.dissection, self.found = ours, dissection, []

    def add(self, field, other):
        if other is not None:
            self.found.append((field, self.ours.get(field), other))

    def number(self, field, name, factor=1, offset=0):
        self.add(field, scaled(self.dissection.number("gsm_a.rr." + name), factor, offset))

    def flag(self, field, name):
        self.add(field, flag(self.dissection.number("gsm_a.rr." + name)))


def lai(pairs):
    d = pairs.dissection
    pairs.add("mcc", digits(d, "e212.lai.mcc"))
    pairs.add("mnc", digits(d, "e212.lai.mnc"))
    pairs.add("lac", d.number("gsm_a.lac"))


def rach(pairs):
    pairs.add("max_retrans", coded([1, 2, 4, 7], pairs.dissection.number("gsm_a.rr.max_retrans")))
    slots = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 25, 32, 50]
    pairs.add("tx_integer", coded(slots, pairs.dissection.number("gsm_a.rr.tx_integer")))
    pairs.flag("cell_bar_access", "cell_barr_access")
    pairs.flag("re", "re")
    pairs.number("acc_code", "acc")


def selection(pairs):
    pairs.number("cell_reselect_hysteresis_db", "cell_reselect_hyst", 2)
    pairs.number("ms_txpwr_max_cch", "ms_txpwr_max_cch")
    pairs.flag("acs", "acs")
    pairs.flag("neci", "neci")
    pairs.number("rxlev_access_min_dbm", "rxlev_access_min", 1, -110)


def reselection(pairs):
    d = pairs.dissection
    pairs.flag("cbq", "cbq")
    pairs.number("cell_reselect_offset_db", "cell_reselect_offset", 2)
    pairs.number("temporary_offset_code", "temporary_offset")
    pairs.number("penalty_time_code", "penalty_time")
    penalty = d.number("gsm_a.rr.penalty_time")
    if penalty is not None:
        pairs.found.append(("penalty_time_s", pairs.ours.get("penalty_time_s"),
                            None if penalty == 31 else 20 * (penalty + 1)))
    pairs.number("power_offset_db", "power_offset", 2)
    pairs.flag("gprs", "gprs_indicator")
    pairs.number("ra_colour", "gprs_ra_colour")
    pairs.add("si13_position", coded(["bcch_norm", "bcch_ext"], d.number("gsm_a.rr.si13_position")))


def options(pairs):
    pairs.flag("pwrc", "pwrc")
    pairs.number("dtx_code", "dtx_bcch")
    pairs.number("dtx_code", "dtx_sacch")
    pairs.number("radio_link_timeout", "radio_link_timeout", 4, 4)


def neighbours(pairs):
    pairs.add("neighbour_arfcns", arfcn_list(pairs.dissection, pairs.ours.get("neighbour_arfcns")))
    pairs.flag("ext_ind", "ext_ind")
    pairs.flag("ba_ind", "ba_ind")
    pairs.number("multiband_reporting", "multiband_reporting")
    pairs.add("ncc_permitted", bits(pairs.dissection.number("gsm_a.rr.ncc_permitted")))


def si1(pairs):
    pairs.add("cell_arfcns", arfcn_list(pairs.dissection, pairs.ours.get("cell_arfcns")))
    rach(pairs)
    pairs.number("nch_position", "nch_position")
    pairs.add("band_indicator", coded(["1800", "1900"], pairs.dissection.number("gsm_a.rr.band_indicator")))


def si2(pairs):
    neighbours(pairs)
    rach(pairs)


def si3(pairs):
    pairs.add("ci", pairs.dissection.number("gsm_a.bssmap.cell_ci"))
    lai(pairs)
    for field in ("mscr", "att"):
        pairs.flag(field, field)
    for field in ("bs_ag_blks_res", "ccch_conf", "cbq3"):
        pairs.number(field, field)
    # tshark adds the 2 and then shows three bits of the sum.
    paging = pairs.dissection.number("gsm_a.rr.bs_pa_mfrms")
    if paging is not None:
        pairs.found.append(("bs_pa_mfrms modulo 8", pairs.ours["bs_pa_mfrms"] % 8, paging % 8))
    pairs.number("t3212_code", "t3212")
    t3212 = pairs.dissection.number("gsm_a.rr.t3212")
    if t3212 is not None:
        pairs.found.append(("t3212_min", pairs.ours.get("t3212_min"), None if t3212 == 0 else 6 * t3212))
    options(pairs)
    selection(pairs)
    rach(pairs)
    reselection(pairs)
    pairs.flag("si2ter_ind", "system_information_type_2ter")
    pairs.flag("early_classmark_sending", "early_classmark_sending")
    pairs.number("si9_where", "where")
    pairs.flag("early_classmark_restriction_3g", "3g_early_classmark_sending_restriction")
    pairs.flag("si2quater_ind", "si2quater_indicator")
    pairs.add("si2quater_position",
              coded(["bcch_norm", "bcch_ext"], pairs.dissection.number("gsm_a.rr.si2quater_position")))


def si4(pairs):
    lai(pairs)
    selection(pairs)
    rach(pairs)
    reselection(pairs)


def si6(pairs):
    pairs.add("ci", pairs.dissection.number("gsm_a.bssmap.cell_ci"))
    lai(pairs)
    options(pairs)
    neighbours(pairs)


def si13(pairs):
    d = pairs.dissection
    pairs.flag("gprs", "si13_contents")
    for field in ("bcch_change_mark", "si_change_field", "rac", "network_control_order", "bs_cv_max"):
        pairs.number(field, field)
    pairs.flag("pbcch", "pbcch")
    pairs.flag("spgc_ccch_sup", "spgc_ccch_sup")
    pairs.number("priority_access_thr_code", "priority_access_thr")
    pairs.add("nmo", coded(["I", "II", "III", "reserved"], d.number("gsm_a.rr.nmo")))
    pairs.number("t3168_ms", "t3168", 500, 500)
    pairs.number("t3192_code", "t3192")
    pairs.number("drx_timer_max_code", "drx_timer_max")
    pairs.add("access_burst_bits", coded([8, 11], d.number("gsm_a.rr.access_burst_type")))
    pairs.flag("egprs", "egprs_supported")


def flattened(items, key):
    return [value for item in items for value in (item.get(key, []) if isinstance(item.get(key), list)
                                                  else [item[key]] if key in item else [])]


def si2quater(pairs):
    d, ours = pairs.dissection, pairs.ours
    for field, name in (("ba_ind", "ba_ind"), ("ba_ind_3g", "3g_ba_ind"), ("mp_change_mark", "mp_change_mark")):
        pairs.flag(field, name)
    pairs.number("si2quater_index", "si2quater_index")
    pairs.number("si2quater_count", "si2quater_count")
    for items, field, name, scale in (
            ("utran_neighbours", "uarfcn", "fdd_uarfcn", (1, 0)),
            ("utran_priorities", "utran_frequency_indices", "3g_priority.utran_frequency_index", (1, 0)),
            ("eutran_neighbours", "earfcns", "earfcn", (1, 0)),
            ("eutran_neighbours", "eutran_priority", "eutran_priority", (1, 0)),
            ("eutran_neighbours", "thresh_eutran_high_db", "thresh_eutran_high", (2, 0)),
            ("eutran_neighbours", "thresh_eutran_low_db", "thresh_eutran_low", (2, 0)),
            ("eutran_neighbours", "eutran_qrxlevmin_dbm", "eutran_qrxlevmin", (2, -140))):
        other = [number * scale[0] + scale[1] for number in d.numbers("gsm_a.rr." + name)]
        pairs.found.append((f"{items}.{field}", flattened(ours.get(items, []), field), other))
    codes = d.numbers("gsm_a.rr.scrambling_code")
    pairs.found.append(("scrambling_codes", sorted(flattened(ours["utran_neighbours"], "scrambling_codes")),
                        sorted(codes)))
    serving = ours.get("serving_cell_priority", {})
    geran = d.number("gsm_a.rr.serving_cell_priority_param_geran_priority")
    if geran is not None:
        pairs.found.append(("geran_priority", serving.get("geran_priority"), geran))


def paging(pairs):
    d = pairs.dissection
    types = [IDENTITY_TYPES.get(number) for number in d.numbers("gsm_a.ie.mobileid.type")]
    types += ["tmsi"] * len(d.texts("gsm_a.tmsi"))
    ours = [page["type_of_identity"] for page in pairs.ours["mobile_identities"]]
    pairs.found.append(("identity types", sorted(ours), sorted(kind for kind in types if kind != "none")))
    pairs.add("page_mode", coded(["normal", "extended", "reorganization", "same_as_before"],
                                 d.number("gsm_a.rr.page_mode")))


def channel(ours, d, index=0):
    """A channel description: tshark shows the kind as one of several fields, and hopping in two."""
    found = []
    arfcns = d.numbers("gsm_a.rr.single_channel_arfcn")
    if arfcns and not ours["hopping"]:
        found.append(("arfcn", ours["arfcn"] in arfcns, True))
    slots = d.numbers("gsm_a.rr.timeslot")
    if len(slots) > index:
        found.append(("timeslot", ours["timeslot"], slots[index]))
    codes = d.numbers("gsm_a.rr.training_sequence")
    if len(codes) > index:
        found.append(("tsc", ours["tsc"], codes[index]))
    hopping = d.numbers("gsm_a.rr.hopping_channel")
    if len(hopping) > index:
        found.append(("hopping", ours["hopping"], bool(hopping[index])))
    kinds = [(number, name) for name in ("sdcch8", "sdcch4") for number in
             d.numbers(f"gsm_a.rr.{name}_sdcchc{name[-1]}_cbch")]
    if len(kinds) == 1 and len(slots) == 1:
        number, name = kinds[0]
        found.append(("channel_type", ours["channel_type"], name))
        found.append(("subchannel", ours["subchannel"], number & (7 if name == "sdcch8" else 3)))
    return found


def request_references(ours, d):
    theirs = list(zip(d.numbers("gsm_a.rr.ra"), d.numbers("gsm_a.rr.T1prim"), d.numbers("gsm_a.rr.T3"),
                      d.numbers("gsm_a.rr.T2")))
    return [("request_reference", [(r["ra"], r["t1"], r["t3"], r["t2"]) for r in ours], theirs)]


def immediate_assignment(pairs):
    ours, d = pairs.ours, pairs.dissection
    mode = d.number("gsm_a.rr.dedicated_mode_or_tbf")
    pairs.add("dedicated_mode_or_tbf", None if mode is None else "tbf" if mode & 1 else "dedicated_mode")
    pairs.number("timing_advance", "timing_adv")
    pairs.found += channel(ours.get("channel_description") or ours["packet_channel_description"], d)
    pairs.found += request_references([ours["request_reference"]], d)
    rfn = d.number("gsm_a.rr.rfn")
    if rfn is not None and "fn_mod_42432" in ours["request_reference"]:
        pairs.found.append(("fn_mod_42432", ours["request_reference"]["fn_mod_42432"], rfn))


def immediate_assignment_extended(pairs):
    ours, d = pairs.ours["assignments"], pairs.dissection
    for index, half in enumerate(ours):
        pairs.found += channel(half["channel_description"], d, index)
    pairs.found += request_references([half["request_reference"] for half in ours], d)
    pairs.found.append(("timing_advance", [half["timing_advance"] for half in ours],
                        d.numbers("gsm_a.rr.timing_adv")))


def immediate_assignment_reject(pairs):
    ours, d = pairs.ours["rejected"], pairs.dissection
    pairs.found += request_references(ours, d)
    pairs.found.append(("wait_s", [one["wait_s"] for one in ours], d.numbers("gsm_a.rr.wait_indication")))


def ciphering_mode_command(pairs):
    d = pairs.dissection
    pairs.flag("start_ciphering", "SC")
    pairs.number("algorithm_code", "algorithm_identifier")
    pairs.flag("imeisv_requested", "CR")
    start, code = d.number("gsm_a.rr.SC"), d.number("gsm_a.rr.algorithm_identifier")
    pairs.add("algorithm", f"A5/{code + 1}" if start else "none")


def identity_request(pairs):
    pairs.add("identity_type", IDENTITY_TYPES.get(pairs.dissection.number("gsm_a.ie.mobileid.type")
                                                 or pairs.dissection.number("gsm_a.dtap.type_of_identity")))


def reject(pairs):
    pairs.add("reject_cause_code", pairs.dissection.number("gsm_a.dtap.rej_cause"))


def release(pairs):
    pairs.number("rr_cause_code", "RRcause")


def echo(pairs):
    kind = IDENTITY_TYPES.get(pairs.dissection.number("gsm_a.ie.mobileid.type"))
    pairs.found.append(("mobile_identity", pairs.ours["mobile_identity"]["type_of_identity"], kind))
    if "previous_lai" in pairs.ours:
        inner = Pairs(pairs.ours["previous_lai"], pairs.dissection)
        lai(inner)
        pairs.found += inner.found


def accept(pairs):
    lai(pairs)
    kind = IDENTITY_TYPES.get(pairs.dissection.number("gsm_a.ie.mobileid.type"))
    pairs.found.append(("mobile_identity", pairs.ours.get("mobile_identity", {}).get("type_of_identity"), kind))


def cp_data(pairs):
    lengths = pairs.dissection.numbers("gsm_a.len")
    if lengths:
        pairs.found.append(("length_octets", pairs.ours["length_octets"], lengths[0]))


READERS = {
    "si1": si1, "si2": si2, "si2bis": si2, "si2ter": neighbours, "si2quater": si2quater, "si3": si3, "si4": si4,
    "si5": neighbours, "si5bis": neighbours, "si5ter": neighbours, "si6": si6, "si13": si13,
    "paging_request_1": paging, "paging_request_2": paging, "paging_request_3": paging,
    "immediate_assignment": immediate_assignment,
    "immediate_assignment_extended": immediate_assignment_extended,
    "immediate_assignment_reject": immediate_assignment_reject,
    "ciphering_mode_command": ciphering_mode_command, "identity_request": identity_request,
    "location_updating_reject": reject, "cm_service_reject": reject, "mm_abort": reject,
    "channel_release": release, "location_updating_accept": accept, "cp_data": cp_data,
    "location_updating_request": echo, "paging_response": echo, "cm_service_request": echo,
}


def pairs(name, ours, dissection):
    """(field, ours, tshark's) for everything that both have."""
    collected = Pairs(ours, dissection)
    if name in READERS and name_of(dissection) == name:
        READERS[name](collected)
    return collected.found
