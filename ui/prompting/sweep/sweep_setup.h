// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "evaluation/sweep.h"
#include "prompting/prompt_document.h"

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace fe::prompting {

/// Where the queries of a sweep come from.
struct SweepSource {
    enum class Kind { Gallery, File, Builder };
    Kind kind = Kind::Gallery;
    QString dataSet = {}; ///< id in evaluation::galleryDataSets(); empty: the first
    int rows = 0; ///< of the gallery's set; 0: as it opens
    quint64 seed = 1; ///< that it is made from
    QString file = {}; ///< CSV, TSV or JSON Lines
    friend bool operator==(const SweepSource&, const SweepSource&) = default;
};

/// What the user chose for a sweep, as plain data: it need not make sense yet.
struct SweepSetup {
    SweepSource source {};
    QMap<QString, QString> columns {}; ///< of the data, by field; a field without has its own name
    QStringList labels {}; ///< empty: the answers that the data holds
    QString shots = QStringLiteral("0, 1, 2, 4, 8");
    int seeds = 3; ///< 0, 1, 2 ...
    bool balanced = false;
    bool builderExamples = false; ///< shots are drawn from the builder's table, not from the data
    bool generated = false; ///< the model writes the answer; else labels are scored
    bool calibrated = true;
    int maxTokens = 32; ///< of a generated answer
    int limit = 0; ///< rows; 0: all
    QStringList models {}; ///< paths besides the loaded one
    bool loadedModel = true; ///< the window's own takes part
    friend bool operator==(const SweepSetup&, const SweepSetup&) = default;
};

[[nodiscard]] QJsonObject toJson(const SweepSetup& setup);
/// Never fails: parts that make no sense are left out.
[[nodiscard]] SweepSetup sweepSetupFromJson(const QJsonObject& json);

/// "0, 1, 2, 4, 8": rising, each once, separated by commas or spaces. The error names what is no
/// number.
[[nodiscard]] base::Result<std::vector<std::int64_t>> parseShots(const QString& text);

/// A table as it was read, and what it is called.
struct SweepData {
    evaluation::ExampleTable table;
    QString name; ///< "sentiment-200", a file's name, or empty: the builder's examples
};
using SweepDataPtr = std::shared_ptr<const SweepData>;

/// Reads or makes the table. Blocking, for the io lane. Malformed if a row of a file cannot be
/// taken: the error names the line and why, since an accuracy over the other rows would be of other
/// data. @param examples the builder's.
[[nodiscard]] base::Result<SweepDataPtr> readSweepData(const SweepSource& source,
                                                       const evaluation::ExampleTable& examples);

/// The column that a field is taken from; empty if the data has none.
[[nodiscard]] QString columnOf(const SweepSetup& setup, const evaluation::ExampleTable& table,
                               const QString& field);

/// The plan of a sweep over `data` with the builder's pattern; the answer column is that of the
/// answer field. The error is for people: no pattern, a field without a column, shots that are no
/// numbers, and what evaluation::checkSweep() refuses.
/// @param document few-shot or chain of thought.
[[nodiscard]] base::Result<evaluation::SweepPlan> sweepPlan(const SweepSetup& setup,
                                                            const PromptDocument& document,
                                                            const SweepData& data);

} // namespace fe::prompting
