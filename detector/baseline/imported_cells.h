// Cells that others say exist: crowd-sourced tables and licence registers. They live in the
// baseline's file, in tables of their own, and are never taken for cells that were learned.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cw::detector {

enum class Rat : std::uint8_t { gsm = 1, umts = 2, lte = 3, nr = 4 };

/// Who says so. The first four are crowd-sourced, or the user's own; the last two are registers.
enum class ImportSource : std::uint8_t {
  opencellid = 1, ///< OpenCelliD and Mozilla Location Service
  tower_collector = 2,
  wigle = 3,
  csv = 4,
  anfr = 5, ///< France: operators and bands at a place, no cell identities
  ised = 6, ///< Canada: licensed sectors, most with the identity the licensee wrote down
};

const char* rat_name(Rat rat);                ///< "GSM"
const char* import_source_name(ImportSource); ///< "opencellid", as --format has it

/// Whom to look for. MNC as digits, because 01 and 001 are two networks.
struct CellIdentity {
  Rat rat = Rat::gsm;
  std::string mcc, mnc;
  std::uint32_t area = 0; ///< LAC or TAC
  std::uint64_t cell = 0; ///< CI; UMTS: RNC * 65536 + CI; LTE: ECI; NR: NCI
};

/// One cell as one source has it. Crowd data are dirty: the position is the mean of where phones
/// stood and often kilometres off, `range_m` and `samples` mostly rest on a handful of points.
struct ImportedCell {
  ImportSource source = ImportSource::csv;
  Rat rat = Rat::gsm;
  std::uint16_t mcc = 0, mnc = 0;
  std::optional<unsigned> mnc_digits; ///< 2 or 3; a source that drops leading zeros does not tell
  std::optional<std::uint32_t> area;  ///< absent where the source names none
  std::uint64_t cell = 0;
  std::optional<std::uint16_t> unit;    ///< PSC or PCI
  std::optional<std::uint32_t> channel; ///< ARFCN, UARFCN, EARFCN or NR-ARFCN
  double lat_deg = 0, lon_deg = 0;      ///< WGS 84
  std::optional<std::uint32_t> range_m; ///< half the extent of where it was met
  std::uint32_t samples = 0;            ///< 0: not told
  std::optional<std::int64_t> first_seen_unix_s, last_seen_unix_s;

  /// "262-?1-318-11225": the MNC with a ? where its leading zeros are not told, likewise an area.
  std::string id() const;
};

/// A register's word that an operator may use a band at a place. It names no cell.
struct LicensedSite {
  ImportSource source = ImportSource::anfr;
  std::string operator_name;
  std::optional<std::uint16_t> mcc, mnc; ///< where the register or we know them
  Rat rat = Rat::gsm;
  std::uint32_t band_mhz = 0; ///< as people call it: 900, 1800; 0: none of the known
  double lat_deg = 0, lon_deg = 0;
};

struct ImportedCount {
  ImportSource source = ImportSource::csv;
  std::uint64_t cells = 0, sites = 0;
  std::optional<std::int64_t> newest_unix_s; ///< the newest date of any of its cells
};

/// Looks imported cells up. That nothing is found says nothing: no source is complete.
///
/// Errors  open() says in one sentence why a file cannot be used; look-ups that SQLite breaks off
///         give what they had found.
/// Threads one object, one thread.
class ImportedCells {
public:
  /// For reading; the file must be a baseline of this version.
  static tl::expected<ImportedCells, std::string> open(const std::string& db_path);
  ImportedCells(ImportedCells&&) noexcept;
  ImportedCells& operator=(ImportedCells&&) noexcept;
  ~ImportedCells();

  /// What each source has under this identity. A cell whose source tells no area, or how many
  /// digits its MNC has, fits any.
  std::vector<ImportedCell> find(const CellIdentity& who) const;
  /// The same in whatever area: an operator that renumbers its areas is normal.
  std::vector<ImportedCell> find_in_any_area(const CellIdentity& who) const;
  /// Within radius_m (0 to 100 000) of a place, in no particular order, at most `limit`.
  std::vector<ImportedCell>
  near(double lat_deg, double lon_deg, double radius_m, std::size_t limit = 1000) const;
  std::vector<LicensedSite>
  licensed_near(double lat_deg, double lon_deg, double radius_m, std::size_t limit = 1000) const;
  std::vector<ImportedCount> counts() const; ///< of sources that have any

private:
  struct File;
  explicit ImportedCells(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

} // namespace cw::detector
