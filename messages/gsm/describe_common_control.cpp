// SCH, paging, immediate assignments and cell broadcast as people read them.
#include "messages/gsm/describe_kinds.h"
#include "messages/gsm/describe_parts.h"

#include <array>

namespace cw::messages::gsm {

namespace {

std::string_view page_mode_name(std::uint8_t mode) noexcept {
  static constexpr std::array<std::string_view, 4> k_names{
      "normal", "extended", "reorganization", "same_as_before"};
  return k_names[mode & 0b11U];
}

wire::Fields describe_request(const RequestReference& request) {
  wire::Fields fields;
  add(fields, "ra", request.ra);
  add(fields, "t1", request.t1);
  add(fields, "t2", request.t2);
  add(fields, "t3", request.t3);
  add_if(fields, "fn_mod_42432", request.fn_mod_42432());
  return fields;
}

wire::Fields describe_packet(const PacketChannel& channel) {
  wire::Fields fields;
  add(fields, "timeslot", channel.slot);
  add(fields, "tsc", channel.tsc);
  add(fields, "hopping", channel.hopping);
  if (!channel.hopping) {
    add(fields, "arfcn", channel.arfcn);
  }
  return fields;
}

} // namespace

wire::Fields describe_fields(const Sch& sch) {
  wire::Fields fields;
  add(fields, "bsic", sch.bsic);
  add(fields, "ncc", sch.ncc());
  add(fields, "bcc", sch.bcc());
  add(fields, "fn", sch.fn);
  return fields;
}

wire::Fields describe_fields(const PagingRequest& request) {
  static constexpr std::array<std::string_view, 4> k_needed{
      "any", "sdcch", "tch_f", "tch_h_or_tch_f"};
  wire::Fields fields;
  add(fields, "page_mode", page_mode_name(request.page_mode));
  wire::FieldList pages;
  for (const Page& page : request.pages) {
    wire::Fields one = describe_identity(page.identity);
    add(one, "channel_needed", k_needed[page.channel_needed & 0b11U]);
    pages.push_back(value_of(std::move(one)));
  }
  add(fields, "mobile_identities", std::move(pages));
  return fields;
}

wire::Fields describe_fields(const ImmediateAssignment& assignment) {
  wire::Fields fields;
  add(fields, "page_mode", page_mode_name(assignment.page_mode));
  add(fields, "dedicated_mode_or_tbf", assignment.mode.tbf ? "tbf" : "dedicated_mode");
  if (assignment.mode.tbf) {
    add(fields, "downlink", assignment.mode.downlink);
    add(fields, "tma", assignment.mode.tma);
  }
  if (assignment.channel) {
    add(fields, "channel_description", describe_channel(*assignment.channel));
  }
  if (assignment.packet) {
    add(fields, "packet_channel_description", describe_packet(*assignment.packet));
  }
  add(fields, "request_reference", describe_request(assignment.request));
  add(fields, "timing_advance", assignment.timing_advance);
  if (!assignment.mobile_allocation.empty()) {
    add(fields, "mobile_allocation", hex_text(assignment.mobile_allocation));
  }
  add_if(fields, "starting_time_t1", assignment.starting_time_t1);
  if (assignment.packet_downlink) {
    add(fields, "packet_downlink_assignment", true);
  }
  return fields;
}

wire::Fields describe_fields(const ImmediateAssignmentExtended& assignment) {
  wire::Fields fields;
  add(fields, "page_mode", page_mode_name(assignment.page_mode));
  wire::FieldList halves;
  for (const ImmediateAssignmentExtended::Half& half : assignment.halves) {
    wire::Fields one;
    add(one, "channel_description", describe_channel(half.channel));
    add(one, "request_reference", describe_request(half.request));
    add(one, "timing_advance", half.timing_advance);
    halves.push_back(value_of(std::move(one)));
  }
  add(fields, "assignments", std::move(halves));
  return fields;
}

wire::Fields describe_fields(const ImmediateAssignmentReject& reject) {
  wire::Fields fields;
  add(fields, "page_mode", page_mode_name(reject.page_mode));
  wire::FieldList list;
  for (const ImmediateAssignmentReject::Rejected& rejected : reject.rejected) {
    wire::Fields one = describe_request(rejected.request);
    add(one, "wait_s", rejected.wait_s);
    list.push_back(value_of(std::move(one)));
  }
  add(fields, "rejected", std::move(list));
  return fields;
}

wire::Fields describe_fields(const CellBroadcast& broadcast) {
  wire::Fields fields;
  add(fields, "last_block", broadcast.last_block);
  add(fields, "sequence_number", broadcast.sequence);
  add_if(fields, "serial_number", broadcast.serial_number);
  add_if(fields, "message_identifier", broadcast.message_identifier);
  add_if(fields, "data_coding_scheme", broadcast.data_coding_scheme);
  add_if(fields, "page_parameter", broadcast.page_parameter);
  return fields;
}

wire::Fields describe_fields(const OtherRr& other) {
  wire::Fields fields;
  add(fields, "message_type", other.message_type);
  return fields;
}

} // namespace cw::messages::gsm
