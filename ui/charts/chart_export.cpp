// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_export.h"

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

namespace fe::charts {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::charts::ChartExport)
};

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

QString askForChartPath(QWidget* parent, const ChartPicture& chart, const QString& suffix)
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
        return {};
    }
    if (QFileInfo(path).suffix().toLower() != suffix) {
        path += dotted;
    }
    remembered.setValue(settingsKey(), QFileInfo(path).absolutePath());
    return path;
}

bool writeFile(const QString& path, const QByteArray& bytes, QString* error)
{
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

} // namespace

bool saveChart(const ChartPicture& chart, const QString& path, QString* error)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (!isChartSuffix(suffix)) {
        if (error) {
            *error = Texts::tr("Charts are saved as .png, .svg, .pdf or .csv.");
        }
        return false;
    }
    return writeFile(path, ChartFile(chart, suffix).content(), error);
}

void saveChartAs(QWidget* parent, const ChartPicture& chart, const QString& suffix,
                 const ExportOptions& options)
{
    const QString path = askForChartPath(parent, chart, suffix);
    if (path.isEmpty()) {
        return;
    }
    ChartFile file(chart, suffix);
    if (options.saver) {
        if (options.running) {
            options.running(true);
        }
        options.saver->saveChart(path, std::move(file), [running = options.running] {
            if (running) {
                running(false);
            }
        });
        return;
    }
    QString error;
    if (!writeFile(path, file.content(), &error)) {
        QMessageBox::warning(parent, Texts::tr("Export chart"), error);
    }
}

void addExportActions(QMenu* menu, QWidget* parent, const ChartPicture& chart,
                      const ExportOptions& options)
{
    const auto add = [&](const QString& text, const QString& suffix) {
        QObject::connect(
            menu->addAction(text), &QAction::triggered, parent,
            [parent, &chart, suffix, options] { saveChartAs(parent, chart, suffix, options); });
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

void ExportButton::setSaver(ChartSaver* saver)
{
    m_saver = saver;
    setTexts();
}

void ExportButton::setRunning(bool running)
{
    m_running += running ? 1 : -1;
    setLabel();
}

void ExportButton::setLabel()
{
    setText(m_running > 0 ? Texts::tr("Saving…") : Texts::tr("Export"));
    setAccessibleName(m_running > 0 ? Texts::tr("Export this chart; a file is being saved")
                                    : Texts::tr("Export this chart"));
}

void ExportButton::setTexts()
{
    setLabel();
    setToolTip(Texts::tr("Save this chart as a picture or its numbers"));
    m_menu->clear();
    // Files may be ready when the button is gone.
    const auto running = [button = QPointer(this)](bool now) {
        if (button) {
            button->setRunning(now);
        }
    };
    addExportActions(m_menu, this, m_chart, { m_saver, running });
}

} // namespace fe::charts
