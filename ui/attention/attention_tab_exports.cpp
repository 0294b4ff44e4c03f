// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are made of the whole view.
#include "attention/attention_tab_widget.h"

#include "attention/detail_card.h"
#include "attention/lens_card.h"
#include "attention/matrix_job.h"
#include "charts/matrix_chart.h"

#include <QFileDialog>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

namespace fe::attention {

void AttentionTab::fillExportMenu()
{
    m_exportMenu->clear();
    const bool any = m_state.attention() != nullptr;
    const auto add = [this, any](const QString& text, auto act) {
        m_exportMenu->addAction(text, this, act)->setEnabled(any);
    };
    add(tr("Page for teaching (HTML)…"), [this] { exportHtml(); });
    add(tr("Attention of the selected heads (safetensors)…"),
        [this] { exportTensors(TensorChoice::SelectedHeads); });
    add(tr("Attention of all heads (safetensors)…"),
        [this] { exportTensors(TensorChoice::WholeAttention); });
    add(tr("Rollout (safetensors)…"), [this] { exportTensors(TensorChoice::Rollout); });
}

/// Charts and buttons, those of the cards included, write their files by the tab's saver.
void AttentionTab::shareSaver()
{
    for (auto* button : findChildren<charts::ExportButton*>()) {
        button->setSaver(&m_saver);
    }
    for (auto* chart : findChildren<charts::MatrixChart*>()) {
        chart->setSaver(&m_saver);
    }
    m_lens->setSaver(&m_saver);
    connect(&m_saver, &FileSaver::saved, this, [this](const QString& path) {
        m_state.workspace().reportMessage(tr("Saved %1").arg(path));
    });
    connect(&m_saver, &FileSaver::failed, this, &AttentionTab::showError);
}

FileSaver::Ended AttentionTab::sayRunning()
{
    m_export->setEnabled(false);
    m_export->setText(tr("Saving…"));
    return [this] {
        m_export->setEnabled(true);
        m_export->setText(tr("Save view"));
    };
}

void AttentionTab::exportHtml()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save the page"), QStringLiteral("attention.html"), tr("Pages (*.html)"));
    if (path.isEmpty() || m_state.attention() == nullptr) {
        return;
    }
    ViewReport report { m_state.examination(),
                        m_state.part(),
                        m_state.heads(),
                        {},
                        m_lens->isVisible() ? m_lens->lens() : nullptr };
    const QString svg = QStringLiteral("svg");
    if (const charts::ChartPicture* chart = m_detail->chart()) {
        report.charts.emplace_back(*chart, svg);
    }
    for (const auto* chart : m_lower->currentWidget()->findChildren<charts::MatrixChart*>()) {
        if (chart->isVisible() && !chart->data().isEmpty()) {
            report.charts.emplace_back(*chart, svg);
        }
    }
    m_saver.save(
        path,
        [report = std::move(report)](const base::CancelToken& cancel, base::Progress&)
            -> base::Result<QByteArray> { return htmlOf(report, isCancelled(cancel)); },
        sayRunning());
}

void AttentionTab::exportTensors(TensorChoice choice)
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save tensors"),
                                                      QStringLiteral("attention.safetensors"),
                                                      tr("Tensors (*.safetensors)"));
    if (path.isEmpty() || m_state.attention() == nullptr) {
        return;
    }
    m_saver.saveBy(
        path,
        [examination = m_state.examination(), part = static_cast<std::size_t>(m_state.part()),
         heads = m_state.heads(), choice,
         path](const base::CancelToken& cancel, base::Progress& progress) {
            return writeTensors(path, examination->attentions[part], heads, choice, cancel,
                                progress);
        },
        sayRunning());
}

} // namespace fe::attention
