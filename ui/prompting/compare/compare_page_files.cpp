// SPDX-License-Identifier: GPL-3.0-or-later
// What the compare page keeps and writes: history, export, state.
#include "base/json.h"
#include "prompting/compare/compare_page.h"
#include "prompting/compare/comparison_export.h"
#include "widgets/message_banner.h"

#include <QAction>
#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonArray>

namespace fe::prompting {

void ComparePage::keep(const Comparison& comparison)
{
    if (!comparison.hasAnswers()) {
        return;
    }
    std::string words;
    for (const ComparisonColumn& column : comparison.columns) {
        if (column.record) {
            words += column.record->prompt + '\n' + column.record->generation.text + '\n';
        }
    }
    m_state.store().add(
        { "comparison", comparison.time.toStdString(), comparison.modelNames().toStdString(),
          comparison.document.title().toStdString(), comparison.resultLine().toStdString(), true },
        words, [comparison] { return base::toText(toJson(comparison)); });
}

bool ComparePage::openRun(qint64 /*id*/, const QByteArray& document)
{
    const auto json = base::parseJson(document.toStdString(), "history");
    const auto comparison
        = json ? comparisonFromJson(*json) : base::Result<Comparison>(json.error());
    if (comparison) {
        m_follows = false;
        m_banner->dismiss();
        showComparison(*comparison);
    } else {
        showError(comparison.error());
    }
    return true;
}

void ComparePage::exportComparison(ExportFormat format)
{
    const QString suffix = exportSuffix(format);
    QString path = QFileDialog::getSaveFileName(this, tr("Export the comparison"),
                                                tr("comparison") + suffix, u'*' + suffix);
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += suffix;
    }
    const auto written = writeExport(path, exportText(m_shown, format));
    if (written) {
        m_state.workspace().reportMessage(tr("Exported to %1").arg(path));
    } else {
        showError(written.error());
    }
}

QJsonObject ComparePage::saveState() const
{
    QJsonArray ways;
    for (const WayBox& way : m_ways) {
        if (way.box->isChecked()) {
            ways.append(QLatin1String(rowOf(way.way).id));
        }
    }
    QJsonObject state { { QStringLiteral("ways"), ways },
                        { QStringLiteral("models"), QJsonArray::fromStringList(m_models) },
                        { QStringLiteral("differences"), m_differences->isChecked() } };
    if (m_shown.hasAnswers()) {
        // As text: it keeps 64-bit seeds exact, which QJsonValue would round.
        state.insert(QStringLiteral("comparison"),
                     QString::fromStdString(base::toText(toJson(m_shown))));
    }
    return state;
}

void ComparePage::restoreState(const QJsonObject& state)
{
    if (state.value(QStringLiteral("ways")).isArray()) {
        const QJsonArray ways = state.value(QStringLiteral("ways")).toArray();
        for (const WayBox& way : m_ways) {
            way.box->setChecked(ways.contains(QLatin1String(rowOf(way.way).id)));
        }
    }
    if (state.value(QStringLiteral("models")).isArray()) {
        m_models.clear();
        const QJsonArray models = state.value(QStringLiteral("models")).toArray();
        for (const QJsonValue& model : models) {
            m_models.append(model.toString());
        }
    }
    m_differences->setChecked(state.value(QStringLiteral("differences")).toBool(true));
    const std::string text = state.value(QStringLiteral("comparison")).toString().toStdString();
    if (!text.empty() && !m_run.isActive()) {
        const auto json = base::parseJson(text, "state");
        const auto comparison
            = json ? comparisonFromJson(*json) : base::Result<Comparison>(json.error());
        if (comparison) {
            showComparison(*comparison);
        }
    }
    fillModels();
}

} // namespace fe::prompting
