// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/query_key_card.h"

#include "attention/attention_state.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::attention {

using widgets::scaled;

namespace {

constexpr qsizetype kMostHeads = 8; // each is a pass through the layers below it

} // namespace

QueryKeyCard::QueryKeyCard(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_text(new QLabel(this)),
      m_chart(new charts::MatrixChart(this)), m_export(new charts::ExportButton(*m_chart, this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setObjectName(QStringLiteral("queryKeyText"));
    m_chart->setObjectName(QStringLiteral("queryKey"));
    auto* header = new QHBoxLayout;
    header->addWidget(m_text, 1);
    header->addWidget(m_export);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(header);
    column->addWidget(m_chart, 1);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &QueryKeyCard::compute);
    connect(&state, &AttentionState::examinationChanged, this, &QueryKeyCard::refresh);
    connect(&state, &AttentionState::headsChanged, this, &QueryKeyCard::refresh);
    connect(&state, &AttentionState::queryChanged, this, &QueryKeyCard::refresh);
    retranslate();
    refresh();
}

void QueryKeyCard::refresh()
{
    m_refresh.start();
}

void QueryKeyCard::compute()
{
    m_job = {};
    const ExaminedAttention* attention = m_state.attention();
    const bool ready = attention != nullptr && m_state.query() >= 0;
    m_export->setEnabled(false);
    if (!ready) {
        m_text->setText(tr("Choose a cell of the Matrix view, or a token of the Lines view: here "
                           "is shown what each dimension of query and key adds to the score."));
        m_chart->setData({});
        return;
    }
    if (!isVisible()) {
        return;
    }
    const int query = m_state.query();
    // Without a chosen key the one that is looked at most.
    int key = m_state.key();
    if (key < 0) {
        std::vector<float> row(static_cast<std::size_t>(attention->info().keys));
        attention->capture.row(m_state.head().layer, m_state.head().head, query, row);
        key = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    }
    const QList<HeadId> heads = m_state.heads().mid(0, kMostHeads);
    m_text->setText(tr("Reading the heads…"));
    m_job = m_state.runner().start<Details>(
        { .title = tr("Query and key"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.queryKey") },
        [examination = m_state.examination(), info = attention->info(), heads, query,
         key](const base::CancelToken& cancel, base::Progress&) -> base::Result<Details> {
            Details details;
            for (const HeadId head : heads) {
                FE_TRY(const models::HeadVectors vectors,
                       models::headVectors(*examination->subject.model->any, examination->input,
                                           { info.stack, info.kind, head.layer, head.head },
                                           cancel));
                FE_TRY(auto detail, analysis::queryKeyDetail(vectors, query, key));
                details.push_back({ head, std::move(detail) });
            }
            return details;
        },
        { .done = [this, query, key](const Details& details) { showDetails(details, query, key); },
          .cancelled = {},
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  m_text->setText(text.headline % QLatin1Char(' ') % text.reason);
              } });
}

void QueryKeyCard::showDetails(const Details& details, int query, int key)
{
    const ExaminedAttention* attention = m_state.attention();
    if (details.empty() || attention == nullptr) {
        return;
    }
    const QLocale locale;
    const analysis::QueryKeyDetail& first = details.front().detail;
    const QString bias = first.bias == 0
        ? QString()
        : tr(", bias by distance %1").arg(locale.toString(first.bias, 'f', 3));
    m_text->setText(first.isSeen
                        ? tr("Head %1.%2, “%3” to “%4”: score %5%6, weight %7 after the softmax.")
                              .arg(details.front().head.layer)
                              .arg(details.front().head.head)
                              .arg(attention->queries.value(query), attention->keys.value(key),
                                   locale.toString(first.score, 'f', 3), bias,
                                   locale.toString(first.weight, 'f', 4))
                        : (key > query ? tr("“%1” never sees “%2”: it comes later.")
                                       : tr("“%1” does not see “%2”: it is beyond the window of "
                                            "this layer."))
                              .arg(attention->queries.value(query), attention->keys.value(key)));
    charts::MatrixData matrix;
    matrix.text
        = { tr("Query times key, “%1” to “%2”")
                .arg(attention->queries.value(query), attention->keys.value(key)),
            tr("%1 · after rotation and scaling").arg(m_state.examination()->subject.model->name) };
    matrix.rowAxis.name = tr("head");
    matrix.columnAxis.name = tr("dimension");
    matrix.valueAxis.name = tr("adds");
    matrix.palette = charts::Palette::Diverging;
    auto values = std::make_shared<std::vector<float>>();
    for (const HeadDetail& one : details) {
        matrix.rows.append(QStringLiteral("%1.%2").arg(one.head.layer).arg(one.head.head));
        for (const double value : one.detail.contributions) {
            values->push_back(static_cast<float>(value));
        }
    }
    for (std::size_t i = 0; i < first.contributions.size(); ++i) {
        matrix.columns.append(QString::number(i));
    }
    matrix.range = charts::symmetricRangeOf(*values);
    matrix.values = std::move(values);
    m_chart->setData(matrix);
    m_export->setEnabled(true);
}

void QueryKeyCard::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void QueryKeyCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
}

void QueryKeyCard::retranslate()
{
    m_chart->setAccessibleName(tr("Contributions of the dimensions"));
}

} // namespace fe::attention
