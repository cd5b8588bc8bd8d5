// Innocent causes that look like an attack, and how to tell them from one; each rule names its own.
// The wording is the catalogue's.
#pragma once

#include "detector/rules/rule.h"

namespace cw::detector::benign {

inline constexpr Benign k_test_network{
    "Licensed laboratory, university or vendor test network",
    "001-xx or 999-xx PLMN, constant place and low level, known to the regulator, no lure "
    "parameters and no customer dialogues"};
inline constexpr Benign k_decoding_error{"Decoding error or a weak/collided block",
                                         "the value does not repeat in two further CRC-good "
                                         "copies; block error rate above 10 % or SNR below 6 dB"};
inline constexpr Benign k_foreign_operator{"Foreign operator heard over a country border",
                                           "MCC of an adjacent country, level falls away from the "
                                           "border, several cells of that operator are heard"};
inline constexpr Benign k_network_sharing{
    "Network sharing (MOCN, GWCN, national roaming)",
    "same site, carrier and frame timing serve several PLMNs; PLMN list in SIB1 or shared-carrier "
    "baseline is stable"};
inline constexpr Benign k_refarming{"Refarming or retune campaign",
                                    "many cells of that operator change within hours and usually "
                                    "at night; baseline shows the old carriers vanish for good"};
inline constexpr Benign k_private_network{
    "GSM-R or other private network",
    "band 921-925 MHz or national private range, own MNC, isolated cell, known railway or site"};
inline constexpr Benign k_layer_strategy{
    "Operator's layer strategy (dual-band or indoor preference)",
    "all cells of that layer share the setting"};
inline constexpr Benign k_remote_cell{"Indoor, tunnel or remote cell without neighbours",
                                      "constant for weeks, level pattern of an indoor cell, "
                                      "reachable list only through SI5 or inter-RAT lists"};
inline constexpr Benign k_penalised_cell{
    "Cell taken out of favour by the operator",
    "penalty_time_code is 31, so the offset is negative: never a lure"};
inline constexpr Benign k_repeater{
    "Repeater or distributed antenna re-radiating a lawful cell",
    "same identity, content and frame timing as the donor (delay of a few microseconds), same "
    "frequency error; only the level differs"};
inline constexpr Benign k_timer_policy{
    "Operator without periodic update, very short or very long T3212 by policy",
    "same value on most cells of that operator"};
inline constexpr Benign k_maintenance{"Maintenance restart or new site commissioning",
                                      "night window, neighbours start listing the cell within "
                                      "days, parameters equal the operator's template"};
inline constexpr Benign k_area_border{"Location or tracking area border",
                                      "both areas are seen on many cells for weeks and the odd "
                                      "cell's own neighbour list names cells of both areas"};
inline constexpr Benign k_femtocell{
    "Femtocell or small indoor cell",
    "low level that falls within tens of metres, stable for days, power class and CSG flag or "
    "home-eNB name fit, frequency error up to 0.1 ppm (pico) or 0.25 ppm (home eNB)"};
inline constexpr Benign k_mixed_cells{"Two cells on one carrier are being mixed up",
                                      "frame timing or BSIC differs: see R17, do not count here"};
inline constexpr Benign k_capture_effect{"Second cell on the same carrier captured the receiver",
                                         "frame number or timing jumps, BSIC differs: see R17"};
inline constexpr Benign k_low_traffic{
    "Night or rural low traffic",
    "peers of the same operator are equally quiet in the same minutes"};
inline constexpr Benign k_core_restart{
    "Core node restart or VLR/MME pool failover",
    "all cells of that operator show identity requests or IMSI paging at the same minute and the "
    "rate decays within an hour, followed by authentication"};
inline constexpr Benign k_arriving_sims{
    "Many arriving foreign SIMs (airport, port, stadium, border)",
    "rejects carry roaming causes (11, 13, 15) and spread over all operators; authentications "
    "still occur on the same cell"};
inline constexpr Benign k_congestion{
    "Real congestion or handover-heavy road",
    "peers see the same load; connections continue into ciphered traffic"};
inline constexpr Benign k_event_cell{
    "Cell on wheels or event cell",
    "announced event, operator's own numbering and neighbour relations, authentication and "
    "ciphering present, stays for days"};
inline constexpr Benign k_passing_train{
    "Train or bus passes an area border",
    "bursts of 20-60 s repeating with the timetable, followed by authentication and ciphering"};
inline constexpr Benign k_foreign_sim{
    "Foreign SIM refused before authentication",
    "reject cause 11/13 and another dialogue on the cell is authenticated"};
inline constexpr Benign k_barred_cell{
    "Emergency-only, barred or reserved cell",
    "barring flags constant, operator template, no connections accepted from ordinary phones"};
inline constexpr Benign k_no_ciphering{
    "Country or operator without ciphering",
    "habit below 90 % on peers: rule mute, report 'operator does not cipher'"};
inline constexpr Benign k_emergency_call{"Emergency call or SIM-less phone",
                                         "single dialogue, CM service type emergency"};
inline constexpr Benign k_propagation{
    "Propagation: fading, passing vehicle, opened door, moved receiver",
    "change is smaller than 15 dB or shared by other carriers from the same site; frame timing "
    "unchanged"};
inline constexpr Benign k_power_saving{"Power saving: layer switched off at night",
                                       "same hours every day, all cells of that layer"};
inline constexpr Benign k_energy_failure{
    "Energy or transmission failure",
    "returns with the same identity and parameters, other sectors of the site too"};
inline constexpr Benign k_aircraft{"Aircraft or ship-borne cell",
                                   "001/901 PLMN, passes with Doppler"};
inline constexpr Benign k_co_channel_swap{"Receiver swaps between two co-channel cells",
                                          "frame number not continuous or BSIC changes: exclude"};
inline constexpr Benign k_receiver_step{"Receiver's own oscillator or gain step",
                                        "all carriers in the sweep shift by the same amount"};
inline constexpr Benign k_receiver_motion{
    "Motion of the receiver",
    "Doppler v/c: 30 m/s gives 0.1 ppm; sign depends on direction to the site, so use static "
    "measurements or subtract"};
inline constexpr Benign k_holdover{"Holdover after loss of GPS or backhaul clock",
                                   "slow drift over hours, all sectors of one site together"};
inline constexpr Benign k_co_channel_reuse{"Co-channel reuse heard from high ground",
                                           "BSIC differs, both in the baseline, levels weak"};

} // namespace cw::detector::benign
