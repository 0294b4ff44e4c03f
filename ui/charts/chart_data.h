// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/color_map.h"

#include <QString>
#include <QStringList>
#include <QVector>

#include <memory>
#include <optional>
#include <vector>

namespace fe::charts {

/// How a number is shown to a reader; files always hold the number itself.
enum class NumberFormat {
    General, ///< four significant digits
    Percent, ///< a share: 0.71 is "71.0 %"
    Integer, ///< with separators of thousands
};

/// In the user's language.
[[nodiscard]] QString numberText(double value, NumberFormat format);

/// What stands around every chart.
struct ChartText {
    QString title;
    QString provenance = {}; ///< model, data and settings the numbers come from, one line
};

/// What an axis shows.
struct Axis {
    QString name;
    QString unit = {}; ///< empty: none
    NumberFormat format = NumberFormat::General;
    bool log = false;
    /// "name (unit)".
    [[nodiscard]] QString text() const;
};

struct BarRow {
    QString label;
    double value = 0;
    QString toolTip = {}; ///< shown in addition to label and value
    int series = -1; ///< colour of the theme's series; -1: the accent
};

/// Named numbers of 0 and more, in the order in which they are shown.
struct BarData {
    ChartText text;
    Axis labels; ///< only the name: heads the first column of the CSV
    Axis values;
    double high = 1; ///< a bar of this value is full
    QVector<BarRow> rows;
};

/// A table of numbers. The values are shared, never copied.
struct MatrixData {
    ChartText text;
    Axis rowAxis;
    Axis columnAxis;
    Axis valueAxis; ///< log: shown so at first
    QStringList rows; ///< a label each
    QStringList columns;
    std::shared_ptr<const std::vector<float>> values; ///< [rows, columns]; NaN: nothing there
    Palette palette = Palette::Viridis;
    std::optional<ValueRange> range; ///< nothing: from the values
    [[nodiscard]] float value(int row, int column) const;
    [[nodiscard]] bool isEmpty() const { return rows.isEmpty() || columns.isEmpty(); }
};

/// Pictures (or answers) whose confidence lies in [low, high).
struct ConfidenceBin {
    double low = 0;
    double high = 0;
    qint64 count = 0;
    double confidence = 0; ///< mean
    double accuracy = 0; ///< share that is right
};

struct ReliabilityData {
    ChartText text;
    QVector<ConfidenceBin> bins; ///< of equal width, from 0 to 1
    double calibrationError = 0; ///< expected calibration error, share
};

struct ScatterPoint {
    double x = 0;
    double y = 0;
    int category = 0;
    QString label = {};
};

struct ScatterData {
    ChartText text;
    Axis x;
    Axis y;
    QStringList categories; ///< one at least where there are points
    QVector<ScatterPoint> points; ///< those that are not finite are not drawn
};

/// RFC 4180 in UTF-8: a header, CRLF, dot decimals with as many digits as read back to the same
/// number, empty where there is none (NaN).
[[nodiscard]] QByteArray csvOf(const BarData& data);
/// The first column holds the row labels, the header the column labels.
/// @param isCancelled is asked row by row. @return empty if it was.
[[nodiscard]] QByteArray csvOf(const MatrixData& data, const IsCancelled& isCancelled = {});
[[nodiscard]] QByteArray csvOf(const ReliabilityData& data);
[[nodiscard]] QByteArray csvOf(const ScatterData& data);
/// A line of such a file from its fields, line end included.
[[nodiscard]] QByteArray csvLine(const QStringList& fields);
[[nodiscard]] QString csvNumber(double value);
[[nodiscard]] QString csvNumber(float value);

} // namespace fe::charts
