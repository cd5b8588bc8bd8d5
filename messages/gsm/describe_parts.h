// Elements that several messages share, described.
#pragma once

#include "messages/gsm/cell_parameters.h"
#include "messages/gsm/channel_description.h"
#include "messages/gsm/field_list.h"
#include "messages/gsm/frequency_list.h"
#include "messages/gsm/identity.h"

#include <string_view>

namespace cw::messages::gsm {

void add_lai(wire::Fields& fields, const Lai& lai);
void add_rach(wire::Fields& fields, const RachControl& rach);
void add_control_channel(wire::Fields& fields, const ControlChannel& control);
void add_cell_options(wire::Fields& fields, const CellOptions& options);
void add_selection(wire::Fields& fields, const CellSelection& selection);
void add_reselection(wire::Fields& fields,
                     const std::optional<Reselection>& reselection,
                     const std::optional<std::uint8_t>& power_offset_code);
void add_gprs(wire::Fields& fields, const std::optional<GprsIndicator>& gprs);
/// `list_name` is "cell_arfcns" or "neighbour_arfcns".
void add_frequency_list(wire::Fields& fields,
                        std::string_view list_name,
                        const FrequencyList& list);
void add_ncc_permitted(wire::Fields& fields, std::uint8_t ncc_permitted);
wire::Fields describe_channel(const ChannelDescription& channel);
wire::Fields describe_identity(const MobileIdentity& identity);

/// Numbers of the bits that are set.
std::vector<unsigned> bits_set(unsigned mask, unsigned bits);

} // namespace cw::messages::gsm
