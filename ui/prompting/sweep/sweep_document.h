// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep in the history: a run of kind "sweep" a model. Its document is one JSON object
//   {"format": "foundation-explorer/sweep-run", "version": 1, "group": "...", "data": "...",
//    "model_path": "...", "parameters": 134515008, "record": {...}}
// with the evaluation room's record without its cells; each part is one finished cell, as that
// room writes it. Sweeps that were started together share the group.
#pragma once

#include "base/json.h"
#include "evaluation/sweep_record.h"
#include "evaluation/sweep_summary.h"
#include "history/run_history.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fe::prompting {

/// Everything of one model's sweep but its cells.
struct SweepDocument {
    QString group {}; ///< an id; also among the words that the history finds it by
    QString data {}; ///< name of the data; empty: the builder's examples
    QString modelPath {};
    quint64 parameters = 0; ///< of the model; 0: not known
    evaluation::SweepRecord record {}; ///< its cells are empty
};

[[nodiscard]] base::Json toJson(const SweepDocument& document);
/// Malformed: none of these. Unsupported: of a later version.
[[nodiscard]] base::Result<SweepDocument> sweepDocumentFromJson(const base::Json& json);

/// Whether a text begins like one; nothing else of it is looked at.
[[nodiscard]] bool isSweepDocument(const QByteArray& text);

/// A part of the run.
[[nodiscard]] std::string cellLine(const evaluation::SweepCell& cell);
/// Of parts that hold the same cell the last counts; cells that are none of the plan's are
/// Malformed.
[[nodiscard]] base::Result<std::vector<evaluation::SweepCell>> cellsOf(
    const evaluation::SweepPlan& plan, const std::vector<std::string>& parts);

/// What the history lists.
/// @param result one line, translated.
[[nodiscard]] history::RunSummary summaryOf(const SweepDocument& document, bool finished,
                                            const QString& result);
/// What it is found by beside that.
[[nodiscard]] std::string wordsOf(const SweepDocument& document);
/// "sentiment-200", or what stands for the builder's examples.
[[nodiscard]] QString dataName(const SweepDocument& document);

/// One model's sweep as far as it has come.
struct Sweep {
    std::shared_ptr<const SweepDocument> document; ///< never null
    std::shared_ptr<const std::vector<evaluation::SweepCell>> cells; ///< never null
    std::optional<history::RunId> id {}; ///< in the history; nothing if it is not kept there

    [[nodiscard]] const evaluation::SweepPlan& plan() const { return document->record.plan; }
    [[nodiscard]] QString model() const
    {
        return QString::fromStdString(document->record.provenance.model);
    }
    [[nodiscard]] std::size_t total() const { return evaluation::cellCount(plan()); }
    [[nodiscard]] bool isComplete() const { return cells->size() >= total(); }
};

/// "1,000 of 1,000 prompts · best 74.0 % with 8 shots, calibrated": the history's line. Judges
/// every cell: not for the UI thread.
[[nodiscard]] QString resultOf(const Sweep& sweep);
/// "sum", "per token" ... translated.
[[nodiscard]] QString scoringTitle(evaluation::SweepScoring scoring);

/// Reads a run and those of its group. @return oldest first, at least one.
[[nodiscard]] base::Result<std::vector<Sweep>> readSweeps(history::RunHistory& history,
                                                          history::RunId id);

} // namespace fe::prompting
