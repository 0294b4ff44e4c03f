// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are made of the whole view.
#include "attention/attention_tab_widget.h"

#include "attention/detail_card.h"
#include "attention/lens_card.h"
#include "charts/matrix_chart.h"

#include <QFileDialog>
#include <QMenu>
#include <QSaveFile>
#include <QStackedWidget>

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

void AttentionTab::exportHtml()
{
    ViewReport report { m_state.examination(),
                        m_state.part(),
                        m_state.heads(),
                        {},
                        m_lens->isVisible() ? m_lens->lens() : nullptr };
    if (const charts::ChartPicture* chart = m_detail->chart()) {
        report.charts.append(chart);
    }
    for (const auto* chart : m_lower->currentWidget()->findChildren<charts::MatrixChart*>()) {
        if (chart->isVisible() && !chart->data().isEmpty()) {
            report.charts.append(chart);
        }
    }
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save the page"), QStringLiteral("attention.html"), tr("Pages (*.html)"));
    if (path.isEmpty()) {
        return;
    }
    const QByteArray html = htmlOf(report);
    QSaveFile file(path);
    const bool saved
        = file.open(QIODevice::WriteOnly) && file.write(html) == html.size() && file.commit();
    m_state.workspace().reportMessage(
        saved ? tr("Saved %1").arg(path) : tr("Cannot write %1: %2").arg(path, file.errorString()));
}

void AttentionTab::exportTensors(TensorChoice choice)
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save tensors"),
                                                      QStringLiteral("attention.safetensors"),
                                                      tr("Tensors (*.safetensors)"));
    if (path.isEmpty()) {
        return;
    }
    const auto part = static_cast<std::size_t>(m_state.part());
    m_exportJob = m_state.runner().start<QString>(
        { .title = tr("Saving tensors"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("attention.export") },
        [examination = m_state.examination(), part, heads = m_state.heads(), choice,
         path](const base::CancelToken& cancel, base::Progress& progress) -> base::Result<QString> {
            FE_CHECK(
                writeTensors(path, examination->attentions[part], heads, choice, cancel, progress));
            return path;
        },
        { .done =
              [this](const QString& saved) {
                  m_state.workspace().reportMessage(tr("Saved %1").arg(saved));
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showError(error); } });
}

} // namespace fe::attention
