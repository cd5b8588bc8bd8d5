// One block of every kind, made by the shared generator's gsm_msg.py (not by this project's code)
// where the name says so, else by hand from the clause. All identities are invented.
#pragma once

#include "tests/unit/messages/block_text.h"

#include <array>
#include <string_view>

namespace cw::messages {

struct SampleBlock {
  std::string_view name; ///< what message_name() has to say
  wire::GsmChannel channel;
  std::string_view text;
};

// gsm_msg.sysinfo(): 262-98, LAC 0x1234, CI 0xABCD, ARFCN 62, neighbours 10 20 62 124, SI2bis 700
// 710 750, SI2ter 980 1000 1023 0 5, NCC 2 and 3 permitted, T3212 60 min, CRO 50 dB, temporary
// offset 20 dB, penalty time 31, power offset 4 dB, barred with classes 0 and emergency, RAC 77,
// NMO II, EARFCN 1300 and 6300.
inline constexpr std::string_view k_si1 = "550619000000000000000020000000000000007b04012b";
inline constexpr std::string_view k_si2 = "59061a080000000000000020000000000802000c7b0401";
inline constexpr std::string_view k_si2bis = "550602af5e00200000000020000000000000007b04012b";
inline constexpr std::string_view k_si2ter = "4906038fea00000800001840000000000000002b2b2b2b";
inline constexpr std::string_view k_si3 = "49061babcd62f289123448020a1465487b0401d95fd147";
inline constexpr std::string_view k_si4 = "31061c62f289123465487b0401d95fda2b2b2b2b2b2b2b";
inline constexpr std::string_view k_si13 = "0106008013785b4480e7932b2b2b2b2b2b2b2b2b2b2b2b";
inline constexpr std::string_view k_si2quater = "0506070000048659828a231386a238c12b2b2b2b2b2b2b";
// gsm_msg.sysinfo() behind a layer 1 and a LAPDm header by hand.
inline constexpr std::string_view k_si5 = "0507030349061d08000000000000002000000000080200";
inline constexpr std::string_view k_si6 = "050703032d061eabcd62f2891234140c2b2b2b2b2b2b2b";
// gsm_msg.paging(): IMSI 262981234567890 and a TMSI.
inline constexpr std::string_view k_paging_1 = "4d0621000829268921436587091705f4deadbeef";
inline constexpr std::string_view k_paging_2 = "5506220000000001cafef00d170829268921436587092b";
inline constexpr std::string_view k_paging_3 = "4d062400111111112222222200000003000000042b2b2b";
// gsm_msg.imm_ass(): SDCCH/8 (5) slot 1 TSC 6 ARFCN 62, RA 0xE3 in frame 1234567, TA 7.
inline constexpr std::string_view k_assignment_sdcch8 = "2d063f0069c03ee319490700";
// The same: SDCCH/4 (2) slot 0 TSC 3 ARFCN 871, RA 0x13 in frame 99, TA 0.
inline constexpr std::string_view k_assignment_sdcch4 = "2d063f003063671306150000";
// gsm_msg.l3() and lapdm(): the steps of a dialogue.
inline constexpr std::string_view k_ua_lu_request =
    "01734905087062f2891234570829268921436587092b2b";
inline constexpr std::string_view k_ua_cm_request = "0173350524710353598105f4deadbeef";
inline constexpr std::string_view k_ua_paging_response = "0173350627070353598105f4deadbeef";
inline constexpr std::string_view k_lu_accept_tmsi = "030639050262f28912341705f4deadbeef";
inline constexpr std::string_view k_cp_data = "0f00530901330101079194710700001000270405912143";
inline constexpr std::string_view k_cp_data_second =
    "0f0253f50000620131210000801ae8329bfd06dddf7236";
inline constexpr std::string_view k_cp_data_last = "0f0439194447a7e7a0f41c342f8fe5653a";

inline constexpr std::array k_sample_blocks{
    SampleBlock{"si1", wire::GsmChannel::bcch, k_si1},
    SampleBlock{"si2", wire::GsmChannel::bcch, k_si2},
    SampleBlock{"si2bis", wire::GsmChannel::bcch, k_si2bis},
    SampleBlock{"si2ter", wire::GsmChannel::bcch, k_si2ter},
    SampleBlock{"si2quater", wire::GsmChannel::bcch_ext, k_si2quater},
    SampleBlock{"si3", wire::GsmChannel::bcch, k_si3},
    SampleBlock{"si4", wire::GsmChannel::bcch, k_si4},
    SampleBlock{"si5", wire::GsmChannel::sacch, k_si5},
    SampleBlock{"si6", wire::GsmChannel::sacch, k_si6},
    SampleBlock{"si13", wire::GsmChannel::bcch, k_si13},
    SampleBlock{"paging_request_1", wire::GsmChannel::ccch, k_paging_1},
    SampleBlock{"paging_request_2", wire::GsmChannel::ccch, k_paging_2},
    SampleBlock{"paging_request_3", wire::GsmChannel::ccch, k_paging_3},
    SampleBlock{"immediate_assignment", wire::GsmChannel::ccch, k_assignment_sdcch8},
    SampleBlock{"immediate_assignment_extended",
                wire::GsmChannel::ccch,
                "4906390041c03e7800010542d07f99ff4e1f00"},
    SampleBlock{"immediate_assignment_reject",
                wire::GsmChannel::ccch,
                "4d063a00e319490a13061505e319490ae319490a"},
    SampleBlock{"location_updating_request", wire::GsmChannel::sdcch8, k_ua_lu_request},
    SampleBlock{"cm_service_request", wire::GsmChannel::sdcch4, k_ua_cm_request},
    SampleBlock{"paging_response", wire::GsmChannel::sdcch8, k_ua_paging_response},
    SampleBlock{"identity_request", wire::GsmChannel::sdcch8, "03000d051801"},
    SampleBlock{"authentication_request",
                wire::GsmChannel::sdcch8,
                "03044d051200ffe42279f3bd068366a852c1bb9651f3"},
    SampleBlock{"authentication_reject", wire::GsmChannel::sdcch8, "0304090511"},
    SampleBlock{"location_updating_accept", wire::GsmChannel::sdcch8, k_lu_accept_tmsi},
    SampleBlock{"location_updating_reject", wire::GsmChannel::sdcch4, "030a0d05040d"},
    SampleBlock{
        "tmsi_reallocation_command", wire::GsmChannel::sdcch4, "030035051a62f289123405f4deadbeef"},
    SampleBlock{"mm_information", wire::GsmChannel::sdcch8, "0300310532430383d4f24572a10547"},
    SampleBlock{"mm_abort", wire::GsmChannel::sdcch8, "03000d052911"},
    SampleBlock{"cm_service_accept", wire::GsmChannel::sdcch8, "030c090521"},
    SampleBlock{"cm_service_reject", wire::GsmChannel::sdcch8, "030e0d052220"},
    SampleBlock{"ciphering_mode_command", wire::GsmChannel::sdcch8, "03000d063511"},
    SampleBlock{"classmark_enquiry", wire::GsmChannel::sdcch8, "0300090613"},
    SampleBlock{"channel_release", wire::GsmChannel::sdcch8, "03060d060d05"},
    SampleBlock{"assignment_command", wire::GsmChannel::sdcch8, "03001d062e0ae03e0005"},
    SampleBlock{"handover_command", wire::GsmChannel::sdcch8, "030025062b707c0ae03e0105"},
    SampleBlock{"cp_data", wire::GsmChannel::sdcch8, k_cp_data},
    SampleBlock{"cp_ack", wire::GsmChannel::sdcch8, "0f00090904"},
    SampleBlock{"cp_error", wire::GsmChannel::sdcch8, "0f000d091011"},
    SampleBlock{"cc_setup", wire::GsmChannel::sdcch8, "0300310305045c0581214365f7"},
    SampleBlock{"link_frame", wire::GsmChannel::sdcch8, "0f3f01"},
    SampleBlock{"fill", wire::GsmChannel::sdcch4, "030301"},
    SampleBlock{"fill", wire::GsmChannel::ccch, "01"},
    SampleBlock{"notification_nch", wire::GsmChannel::ccch, "010620"},
    SampleBlock{"cell_broadcast", wire::GsmChannel::cbch, "20401011120011"},
};

} // namespace cw::messages
