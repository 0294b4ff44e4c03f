// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_file.h"

#include <QApplication>
#include <QBuffer>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <cmath>

namespace fe::charts {

namespace {

constexpr double kMargin = 16; // design pixels around the whole
constexpr double kGap = 8; // between title, chart and provenance
constexpr double kPngScale = 2; // pixels a logical pixel
constexpr double kMostSide = 16000; // pixels of a PNG: what programs still open

/// Where title, chart and provenance lie in an exported picture.
struct Page {
    ChartStyle style;
    QFont titleFont;
    QFont noteFont;
    QSizeF size;
    QRectF title;
    QRectF chart;
    QRectF note;
};

Page pageOf(const ChartPicture& picture, const ChartStyle& style)
{
    Page page;
    page.style = style;
    page.titleFont = page.noteFont = page.style.font;
    page.titleFont.setWeight(QFont::DemiBold);
    page.noteFont.setPointSizeF(page.style.font.pointSizeF() * 0.85);
    const double margin = designPixels(kMargin, page.style.font);
    const double gap = designPixels(kGap, page.style.font);
    const ChartText text = picture.chartText();
    const QSizeF chart = picture.pictureSize();
    const auto height = [width = chart.width()](const QString& line, const QFont& font) {
        return line.isEmpty()
            ? 0.0
            : std::ceil(QFontMetricsF(font)
                            .boundingRect(QRectF(0, 0, width, 1e6), Qt::TextWordWrap, line)
                            .height());
    };
    double y = margin;
    page.title = { margin, y, chart.width(), height(text.title, page.titleFont) };
    y += page.title.height() + (text.title.isEmpty() ? 0 : gap);
    page.chart = { QPointF(margin, y), chart };
    y += chart.height() + (text.provenance.isEmpty() ? 0 : gap);
    page.note = { margin, y, chart.width(), height(text.provenance, page.noteFont) };
    page.size = { chart.width() + 2 * margin, page.note.bottom() + margin };
    return page;
}

void paintPage(QPainter& painter, const Page& page, const ChartPicture& picture)
{
    const ChartText text = picture.chartText();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(QPointF(0, 0), page.size), page.style.tokens.card);
    painter.setFont(page.titleFont);
    painter.setPen(page.style.tokens.text);
    painter.drawText(page.title, Qt::TextWordWrap, text.title);
    painter.setFont(page.noteFont);
    painter.setPen(page.style.tokens.secondary);
    painter.drawText(page.note, Qt::TextWordWrap, text.provenance);
    painter.save();
    painter.translate(page.chart.topLeft());
    painter.setFont(page.style.font);
    picture.paintPicture(painter, page.chart.size(), page.style);
    painter.restore();
}

/// Of files, whatever the window looks like. UI thread.
ChartStyle fileStyle()
{
    ChartStyle style { widgets::lightTokens(), QApplication::font() };
    style.tokens.window = style.tokens.card = QColor(Qt::white);
    return style;
}

/// Takes no more bytes once it was cancelled, which the writers of Qt take for a full disk.
class CancellableBuffer : public QBuffer
{
public:
    explicit CancellableBuffer(const IsCancelled& isCancelled) : m_isCancelled(isCancelled) { }
    [[nodiscard]] QByteArray content() const { return isCancelled() ? QByteArray() : data(); }

protected:
    qint64 writeData(const char* bytes, qint64 length) override
    {
        return isCancelled() ? -1 : QBuffer::writeData(bytes, length);
    }

private:
    [[nodiscard]] bool isCancelled() const { return m_isCancelled && m_isCancelled(); }

    const IsCancelled& m_isCancelled;
};

QImage imageOf(const ChartPicture& chart, const ChartStyle& style, double scale)
{
    const Page page = pageOf(chart, style);
    const double most = std::max(page.size.width(), page.size.height());
    const double used = std::min(scale, kMostSide / most);
    QImage image((page.size * used).toSize().expandedTo({ 1, 1 }), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(used, used);
    paintPage(painter, page, chart);
    return image;
}

void writeSvg(QIODevice& device, const ChartPicture& chart, const ChartStyle& style)
{
    const Page page = pageOf(chart, style);
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    // Fonts are measured in pixels of the screen; the drawing must count in the same ones.
    generator.setResolution(qRound(QFontMetricsF(style.font).fontDpi()));
    generator.setViewBox(QRectF(QPointF(0, 0), page.size));
    generator.setSize(page.size.toSize());
    generator.setTitle(chart.chartText().title);
    generator.setDescription(chart.chartText().provenance);
    QPainter painter(&generator);
    paintPage(painter, page, chart);
}

void writePdf(QIODevice& device, const ChartPicture& chart, const ChartStyle& style)
{
    const Page page = pageOf(chart, style);
    const double dpi = QFontMetricsF(style.font).fontDpi();
    constexpr double kPointsPerInch = 72;
    QPdfWriter writer(&device);
    writer.setResolution(qRound(dpi));
    writer.setPageSize(QPageSize(page.size * kPointsPerInch / dpi, QPageSize::Point));
    writer.setPageMargins({});
    writer.setTitle(chart.chartText().title);
    QPainter painter(&writer);
    paintPage(painter, page, chart);
}

QByteArray contentOf(const ChartPicture& chart, const QString& suffix, const ChartStyle& style,
                     const IsCancelled& isCancelled)
{
    if (suffix == QLatin1String("csv")) {
        return chart.csvUnless(isCancelled);
    }
    CancellableBuffer buffer(isCancelled);
    buffer.open(QIODevice::WriteOnly);
    if (suffix == QLatin1String("svg")) {
        writeSvg(buffer, chart, style);
    } else if (suffix == QLatin1String("pdf")) {
        writePdf(buffer, chart, style);
    } else {
        imageOf(chart, style, kPngScale).save(&buffer, "PNG");
    }
    return buffer.content();
}

} // namespace

double designPixels(double pixels, const QFont& font)
{
    constexpr double kDesignText = 13;
    return pixels * QFontInfo(font).pixelSize() / kDesignText;
}

QImage chartImage(const ChartPicture& chart, double scale)
{
    return imageOf(chart, fileStyle(), scale);
}

QByteArray chartSvg(const ChartPicture& chart)
{
    return contentOf(chart, QStringLiteral("svg"), fileStyle(), {});
}

QByteArray chartPdf(const ChartPicture& chart)
{
    return contentOf(chart, QStringLiteral("pdf"), fileStyle(), {});
}

bool isChartSuffix(const QString& suffix)
{
    return suffix == QLatin1String("png") || suffix == QLatin1String("svg")
        || suffix == QLatin1String("pdf") || suffix == QLatin1String("csv");
}

ChartFile::ChartFile(const ChartPicture& chart, const QString& suffix)
    : m_suffix(suffix), m_chart(chart.snapshot()), m_style(fileStyle())
{
    if (!m_chart) {
        m_content = contentOf(chart, suffix, m_style, {});
    }
}

QByteArray ChartFile::content(const IsCancelled& isCancelled) const
{
    return m_chart ? contentOf(*m_chart, m_suffix, m_style, isCancelled) : m_content;
}

} // namespace fe::charts
