// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/lines_picture.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::attention {

namespace {

// Design pixels.
constexpr double kLineWidth = 2.2;
constexpr double kMostTokenWidth = 160;
constexpr double kMargin = 8;
constexpr double kMostLinesWidth = 420;
constexpr double kPictureWidth = 640;
constexpr double kLeastOpacity = 0.04;
constexpr std::size_t kCsvBlock = 4096; // lines between two questions

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::attention::LinesView)
};

double widest(const QStringList& tokens, const QFontMetricsF& metrics)
{
    double width = 0;
    for (const QString& token : tokens) {
        width = std::max(width, metrics.horizontalAdvance(token.left(40)));
    }
    return width;
}

QColor colourOf(const AttentionLine& line, const widgets::ThemeTokens& tokens)
{
    return tokens.series[static_cast<std::size_t>(line.head) % tokens.series.size()];
}

/// Where 3 t^2 - 2 t^3, the height of a line's curve at t, is `height`.
double timeAt(double height)
{
    return 0.5 - std::sin(std::asin(1 - 2 * std::clamp(height, 0.0, 1.0)) / 3);
}

/// The piece of a line's curve between two heights: thousands of pixels out of sight would cost
/// more than those in sight.
QPainterPath curvePiece(const QPointF& from, const QPointF& to, double top, double bottom)
{
    const double middle = (from.x() + to.x()) / 2;
    const std::array points { from, QPointF(middle, from.y()), QPointF(middle, to.y()), to };
    double begin = 0;
    double end = 1;
    if (const double rise = to.y() - from.y(); std::abs(rise) > 1) {
        begin = timeAt(((rise > 0 ? top : bottom) - from.y()) / rise);
        end = timeAt(((rise > 0 ? bottom : top) - from.y()) / rise);
    }
    // The blossom of the curve: its value with one time for each of the three degrees.
    const auto blossom = [&points](double a, double b, double c) {
        const auto mixed
            = [](const QPointF& p, const QPointF& q, double t) { return p + (q - p) * t; };
        const QPointF first = mixed(points[0], points[1], a);
        const QPointF second = mixed(points[1], points[2], a);
        const QPointF third = mixed(points[2], points[3], a);
        return mixed(mixed(first, second, b), mixed(second, third, b), c);
    };
    QPainterPath path(blossom(begin, begin, begin));
    path.cubicTo(blossom(begin, begin, end), blossom(begin, end, end), blossom(end, end, end));
    return path;
}

} // namespace

LinesPicture::LinesPicture(std::shared_ptr<const LinesData> data, const QFont& font)
    : m_data(std::move(data)), m_font(font)
{
    const QFontMetricsF metrics(m_font);
    m_queryWidth = widest(m_data->queries, metrics);
    m_keyWidth = m_data->keys == m_data->queries ? m_queryWidth : widest(m_data->keys, metrics);
}

LinesPicture LinesPicture::withAlone(int query) const
{
    LinesPicture other = *this;
    other.m_alone = query;
    return other;
}

LinesPicture::Frame LinesPicture::frame(double width) const
{
    const double height = QFontMetricsF(m_font).height();
    const double unit = height / 17;
    const double most = kMostTokenWidth * unit;
    const double margin = kMargin * unit;
    Frame frame;
    frame.rowHeight = std::ceil(height * 1.25);
    frame.width = width;
    const double queries = std::min(m_queryWidth, most);
    const double keys = std::min(m_keyWidth, most);
    const double between
        = std::clamp(width - queries - keys - 4 * margin, 40 * unit, kMostLinesWidth * unit);
    const double used = queries + keys + between + 4 * margin;
    frame.left = std::max((width - used) / 2, 0.0) + queries + 2 * margin;
    frame.right = frame.left + between;
    return frame;
}

void LinesPicture::paintLines(QPainter& painter, const Frame& frame, const Part& part,
                              const widgets::ThemeTokens& tokens) const
{
    const double unit = charts::designPixels(1, m_font);
    const auto row
        = [&frame](double y) { return static_cast<int>(std::floor(y / frame.rowHeight)); };
    const auto middle = [&frame](int at) { return (at + 0.5) * frame.rowHeight; };
    const auto draw = [&](const AttentionLine& line) {
        QColor color = colourOf(line, tokens);
        color.setAlphaF(std::clamp(line.weight, static_cast<float>(kLeastOpacity), 1.0F));
        painter.setPen(QPen(color, kLineWidth * unit * (0.5 + double(line.weight) / 2)));
        painter.drawPath(curvePiece({ frame.left, middle(line.query) },
                                    { frame.right, middle(line.key) }, part.top - frame.rowHeight,
                                    part.bottom + frame.rowHeight));
    };
    if (part.alone >= 0) {
        std::ranges::for_each(m_data->lines.of(part.alone), draw);
    } else {
        std::ranges::for_each(
            linesInSight(m_data->lines, row(part.top), row(part.bottom), part.mostLines), draw);
    }
}

/// What the token looks at, as a tint behind the keys.
void LinesPicture::paintTints(QPainter& painter, const Frame& frame, int query,
                              const widgets::ThemeTokens& tokens) const
{
    for (const AttentionLine& line : m_data->lines.of(query)) {
        QColor tint = colourOf(line, tokens);
        tint.setAlphaF(line.weight / 2);
        painter.fillRect(QRectF(frame.right, line.key * frame.rowHeight, frame.width - frame.right,
                                frame.rowHeight),
                         tint);
    }
    painter.fillRect(QRectF(0, query * frame.rowHeight, frame.left, frame.rowHeight),
                     tokens.accentTint);
}

void LinesPicture::paintTokens(QPainter& painter, const Frame& frame, const Part& part) const
{
    const QFontMetricsF metrics(m_font);
    const double margin = charts::designPixels(kMargin, m_font);
    const auto first = std::max(0, static_cast<int>(part.top / frame.rowHeight));
    const auto last = static_cast<int>(part.bottom / frame.rowHeight) + 1;
    const auto write = [&](const QString& token, const QRectF& rect, Qt::Alignment side) {
        painter.drawText(rect, int(side | Qt::AlignVCenter) | Qt::TextSingleLine,
                         metrics.elidedText(token, Qt::ElideRight, rect.width()));
    };
    for (int row = first; row < last; ++row) {
        const double y = row * frame.rowHeight;
        if (row < m_data->queries.size()) {
            write(m_data->queries.at(row), { margin, y, frame.left - 2 * margin, frame.rowHeight },
                  Qt::AlignRight);
        }
        if (row < m_data->keys.size()) {
            write(m_data->keys.at(row),
                  { frame.right + margin, y, frame.width - frame.right - 2 * margin,
                    frame.rowHeight },
                  Qt::AlignLeft);
        }
    }
}

void LinesPicture::paintPart(QPainter& painter, const Frame& frame, const Part& part,
                             const widgets::ThemeTokens& tokens) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_font);
    if (part.alone >= 0) {
        paintTints(painter, frame, part.alone, tokens);
    }
    paintLines(painter, frame, part, tokens);
    painter.setPen(tokens.text);
    paintTokens(painter, frame, part);
}

QSizeF LinesPicture::pictureSize() const
{
    const double width = QFontMetricsF(m_font).height() / 17 * kPictureWidth;
    const auto rows = std::max(m_data->queries.size(), m_data->keys.size());
    return { width, std::max(1.0, static_cast<double>(rows) * frame(width).rowHeight) };
}

void LinesPicture::paintPicture(QPainter& painter, const QSizeF& size,
                                const charts::ChartStyle& style) const
{
    paintPart(painter, frame(size.width()),
              { 0, size.height(), m_alone, std::numeric_limits<std::size_t>::max() }, style.tokens);
}

QByteArray LinesPicture::csvUnless(const charts::IsCancelled& isCancelled) const
{
    QByteArray csv = charts::csvLine({ Texts::tr("query position"), Texts::tr("query"),
                                       Texts::tr("key position"), Texts::tr("key"),
                                       Texts::tr("head"), Texts::tr("weight") });
    const std::vector<AttentionLine>& lines = m_data->lines.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i % kCsvBlock == 0 && isCancelled && isCancelled()) {
            return {};
        }
        const AttentionLine& line = lines[i];
        csv += charts::csvLine({ QString::number(line.query), m_data->queries.value(line.query),
                                 QString::number(line.key), m_data->keys.value(line.key),
                                 m_data->heads.value(line.head), charts::csvNumber(line.weight) });
    }
    return csv;
}

} // namespace fe::attention
