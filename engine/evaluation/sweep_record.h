// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "evaluation/sweep.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fe::evaluation {

/// What a sweep depended on besides its plan. Empty: not known.
struct SweepProvenance {
    std::string model; ///< name
    std::string modelSha256; ///< of its weight files; of an endpoint none
    std::string weights; ///< "stored", "f32", "bf16"
    std::string device; ///< "cpu", or an endpoint's address
    std::string dataFile; ///< name of the table's file, without its folder
    std::string version; ///< of this program
    std::string time; ///< ISO 8601, UTC, when it began
    friend bool operator==(const SweepProvenance&, const SweepProvenance&) = default;
};

/// A sweep as it is stored and opened again: everything that its points are made of.
struct SweepRecord {
    SweepProvenance provenance;
    SweepPlan plan;
    std::vector<SweepCell> cells;
    bool complete = false;
    std::int64_t tokensRead = 0;
    std::int64_t uniqueTokens = 0;
};

// JSON with the member "format": "foundation-explorer/sweep" and "version": 1. Reading refuses a
// later version (Unsupported) and anything that is not what was written (Malformed, with the
// member's path). Numbers that are not finite are null and read back as NaN.
[[nodiscard]] base::Json toJson(const SweepRecord& record);
[[nodiscard]] base::Result<SweepRecord> sweepRecordFromJson(const base::Json& json,
                                                            const std::string& file);

[[nodiscard]] base::Json toJson(const SweepPlan& plan);
[[nodiscard]] base::Result<SweepPlan> sweepPlanFromJson(const base::Json& json,
                                                        const std::string& file);
[[nodiscard]] base::Json toJson(const SweepProvenance& provenance);
/// @param json may be null.
[[nodiscard]] base::Result<SweepProvenance> provenanceFromJson(const base::Json* json,
                                                               const std::string& file);
[[nodiscard]] base::Json toJson(const SweepCell& cell);
[[nodiscard]] base::Result<SweepCell> sweepCellFromJson(const base::Json& json,
                                                        const std::string& file);

/// SHA-256 (lower-case hex) of the columns and rows of a table, whatever file they came from.
[[nodiscard]] std::string dataSha256(const ExampleTable& table);
/// SHA-256 of everything in the plan that a measured cell depends on: cells of plans with the same
/// fingerprint may be mixed. Shots, seeds and limit do not count, so that a sweep can be extended.
[[nodiscard]] std::string planFingerprint(const SweepPlan& plan);

} // namespace fe::evaluation
