// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_export.h"

#include <QApplication>
#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QMenu>
#include <QMessageBox>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>
#include <QSvgGenerator>

#include <cmath>

namespace fe::charts {

namespace {

constexpr double kMargin = 16; // design pixels around the whole
constexpr double kGap = 8; // between title, chart and provenance
constexpr double kMostSide = 16000; // pixels of a PNG: what programs still open

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::charts::ChartExport)
};

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

Page pageOf(const ChartPicture& picture)
{
    Page page;
    page.style = { widgets::lightTokens(), QApplication::font() };
    page.style.tokens.window = page.style.tokens.card = QColor(Qt::white);
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

QByteArray pngOf(const ChartPicture& chart)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    chartImage(chart).save(&buffer, "PNG");
    return bytes;
}

/// A title as a file name, without what some file system refuses.
QString fileName(const QString& title)
{
    static const QRegularExpression refused(QStringLiteral("[\\x00-\\x1f<>:\"/\\\\|?*]+"));
    QString name = title.simplified().replace(refused, QStringLiteral(" ")).simplified().left(80);
    while (name.startsWith(u'.') || name.endsWith(u'.')) {
        name = name.startsWith(u'.') ? name.mid(1) : name.chopped(1);
    }
    return name.isEmpty() ? QStringLiteral("chart") : name;
}

QString settingsKey()
{
    return QStringLiteral("charts/folder");
}

QSettings settings()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope,
                     QStringLiteral("foundation-explorer"), QStringLiteral("charts"));
}

} // namespace

double designPixels(double pixels, const QFont& font)
{
    constexpr double kDesignText = 13;
    return pixels * QFontInfo(font).pixelSize() / kDesignText;
}

QImage chartImage(const ChartPicture& chart, double scale)
{
    const Page page = pageOf(chart);
    const double most = std::max(page.size.width(), page.size.height());
    const double used = std::min(scale, kMostSide / most);
    QImage image((page.size * used).toSize().expandedTo({ 1, 1 }), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(used, used);
    paintPage(painter, page, chart);
    return image;
}

QByteArray chartSvg(const ChartPicture& chart)
{
    const Page page = pageOf(chart);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    // Fonts are measured in pixels of the screen; the drawing must count in the same ones.
    generator.setResolution(qRound(QFontMetricsF(page.style.font).fontDpi()));
    generator.setViewBox(QRectF(QPointF(0, 0), page.size));
    generator.setSize(page.size.toSize());
    generator.setTitle(chart.chartText().title);
    generator.setDescription(chart.chartText().provenance);
    QPainter painter(&generator);
    paintPage(painter, page, chart);
    painter.end();
    return bytes;
}

QByteArray chartPdf(const ChartPicture& chart)
{
    const Page page = pageOf(chart);
    const double dpi = QFontMetricsF(page.style.font).fontDpi();
    constexpr double kPointsPerInch = 72;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(qRound(dpi));
    writer.setPageSize(QPageSize(page.size * kPointsPerInch / dpi, QPageSize::Point));
    writer.setPageMargins({});
    writer.setTitle(chart.chartText().title);
    QPainter painter(&writer);
    paintPage(painter, page, chart);
    painter.end();
    return bytes;
}

bool saveChart(const ChartPicture& chart, const QString& path, QString* error)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray bytes;
    if (suffix == QLatin1String("csv")) {
        bytes = chart.csv();
    } else if (suffix == QLatin1String("svg")) {
        bytes = chartSvg(chart);
    } else if (suffix == QLatin1String("pdf")) {
        bytes = chartPdf(chart);
    } else if (suffix == QLatin1String("png")) {
        bytes = pngOf(chart);
    } else {
        if (error) {
            *error = Texts::tr("Charts are saved as .png, .svg, .pdf or .csv.");
        }
        return false;
    }
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) {
        return true;
    }
    if (error) {
        *error = Texts::tr("Cannot write %1: %2")
                     .arg(QDir::toNativeSeparators(path), file.errorString());
    }
    return false;
}

void saveChartAs(QWidget* parent, const ChartPicture& chart, const QString& suffix)
{
    QSettings remembered = settings();
    QString folder = remembered.value(settingsKey()).toString();
    if (folder.isEmpty() || !QFileInfo(folder).isDir()) {
        folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    }
    const QString dotted = u'.' + suffix;
    QString path = QFileDialog::getSaveFileName(
        parent, Texts::tr("Export chart"),
        QDir(folder).filePath(fileName(chart.chartText().title) + dotted), u'*' + dotted);
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().toLower() != suffix) {
        path += dotted;
    }
    remembered.setValue(settingsKey(), QFileInfo(path).absolutePath());
    QString error;
    if (!saveChart(chart, path, &error)) {
        QMessageBox::warning(parent, Texts::tr("Export chart"), error);
    }
}

void addExportActions(QMenu* menu, QWidget* parent, const ChartPicture& chart)
{
    const auto add = [menu, parent, &chart](const QString& text, const QString& suffix) {
        QObject::connect(menu->addAction(text), &QAction::triggered, parent,
                         [parent, &chart, suffix] { saveChartAs(parent, chart, suffix); });
    };
    add(Texts::tr("Picture (PNG)…"), QStringLiteral("png"));
    add(Texts::tr("Drawing (SVG)…"), QStringLiteral("svg"));
    add(Texts::tr("Page (PDF)…"), QStringLiteral("pdf"));
    add(Texts::tr("Numbers (CSV)…"), QStringLiteral("csv"));
}

ExportButton::ExportButton(const ChartPicture& chart, QWidget* parent)
    : QToolButton(parent), m_chart(chart), m_menu(new QMenu(this))
{
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setMenu(m_menu);
    setTexts();
}

void ExportButton::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        setTexts();
    }
    QToolButton::changeEvent(event);
}

void ExportButton::setTexts()
{
    setText(Texts::tr("Export"));
    setToolTip(Texts::tr("Save this chart as a picture or its numbers"));
    setAccessibleName(Texts::tr("Export this chart"));
    m_menu->clear();
    addExportActions(m_menu, this, m_chart);
}

} // namespace fe::charts
