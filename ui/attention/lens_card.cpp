// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/lens_card.h"

#include "analysis/logit_lens.h"
#include "attention/attention_state.h"
#include "attention/file_saver.h"
#include "attention/lens_delegate.h"
#include "attention/matrix_job.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::attention {

using widgets::scaled;

namespace {

constexpr std::size_t kTop = 10;
constexpr int kColumnWidth = 76; // design pixels

LensTablePtr tableOf(const analysis::LogitLens& lens, const Examination& examination)
{
    auto table = std::make_shared<LensTable>();
    const tokenizers::Tokenizer* tokenizer = examination.subject.model->tokenizer.get();
    table->layers = static_cast<int>(lens.layers);
    for (const models::TokenId id : examination.ids) {
        table->tokens.append(tokenText(tokenizer, id));
    }
    for (const analysis::LensCell& cell : lens.cells) {
        LensCell shown { {}, cell.entropy, cell.klToFinal };
        for (const analysis::LensToken& token : cell.top) {
            shown.top.push_back({ tokenText(tokenizer, token.id), double { token.probability } });
        }
        table->cells.push_back(std::move(shown));
    }
    return table;
}

} // namespace

LensCard::LensCard(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_title(new QLabel(this)),
      m_colours(new widgets::SegmentedControl(this)), m_export(new QPushButton(this)),
      m_stack(new QStackedWidget(this)), m_table(new QTableView(this)), m_hint(new QLabel(this))
{
    build();
    connect(&state, &AttentionState::examinationChanged, this, &LensCard::refresh);
    connect(m_colours, &widgets::SegmentedControl::currentChanged, this,
            [this](int index) { m_model.setColour(static_cast<LensModel::Colour>(index)); });
    connect(m_export, &QPushButton::clicked, this, &LensCard::exportTable);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                // A position of the logits is one of the queries where both are the same stack.
                const ExaminedAttention* now = m_state.attention();
                if (index.isValid() && now && now->info().queries == m_model.columnCount()) {
                    m_state.setQuery(index.column());
                }
            });
    retranslate();
    refresh();
}

void LensCard::build()
{
    m_title->setProperty("kind", QStringLiteral("secondary"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (int i = 0; i < 3; ++i) {
        m_colours->addSegment({}, {});
    }
    m_table->setObjectName(QStringLiteral("lens"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new LensDelegate(m_table));
    m_table->setProperty("kind", QStringLiteral("flat"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setFont(widgets::monospaceFont());
    m_table->horizontalHeader()->setDefaultSectionSize(scaled(kColumnWidth));
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + scaled(6));
    m_table->verticalHeader()->setHighlightSections(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_hint);
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    header->addWidget(m_colours);
    header->addWidget(m_export);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(header);
    column->addWidget(m_stack, 1);
}

void LensCard::showHint(const QString& text)
{
    m_hint->setText(text);
    m_stack->setCurrentWidget(m_hint);
    m_export->setEnabled(false);
}

/// Computed when it is looked at.
void LensCard::refresh()
{
    const ExaminationPtr& now = m_state.examination();
    if (now == m_computed && now) {
        return;
    }
    m_job = {};
    m_computed.reset();
    m_model.setTable(nullptr);
    if (!now) {
        showHint(tr("Press Analyse. The logit lens then shows what each layer would say next."));
    } else if (now->ids.empty()) {
        showHint(tr("%1 gives no words: it has no logits to look at layer by layer.")
                     .arg(now->subject.model->name));
    } else if (!now->predicts) {
        showHint(tr("%1 has no head that predicts tokens, so that no layer can be asked what it "
                    "would say. Ablation shows how its output vector changes.")
                     .arg(now->subject.model->name));
    } else if (isVisible()) {
        compute();
    }
}

void LensCard::compute()
{
    const ExaminationPtr now = m_state.examination();
    showHint(tr("Reading every layer…"));
    m_job = m_state.runner().start<LensTablePtr>(
        { .title = tr("Logit lens"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.lens") },
        [now](const base::CancelToken& cancel,
              base::Progress& progress) -> base::Result<LensTablePtr> {
            FE_TRY(const models::ReplayPtr replay,
                   models::readForReplay(now->subject.model->any, now->input, std::nullopt, cancel,
                                         progress));
            FE_TRY(const analysis::LogitLens lens,
                   analysis::logitLens(*replay, { .top = kTop }, cancel, progress));
            return tableOf(lens, *now);
        },
        { .done =
              [this, now](const LensTablePtr& table) {
                  m_computed = now;
                  m_model.setTable(table);
                  m_export->setEnabled(true);
                  m_stack->setCurrentWidget(m_table);
              },
          .cancelled = [this] { showHint(tr("The lens was not computed.")); },
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  showHint(text.headline % QLatin1Char('\n') % text.reason);
              } });
}

void LensCard::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_computed != m_state.examination() && !m_job.isActive()) {
        refresh();
    }
}

void LensCard::setSaver(FileSaver* saver)
{
    m_saver = saver;
}

void LensCard::saveTable(const QString& path)
{
    if (m_saver == nullptr || lens() == nullptr) {
        return;
    }
    showSaving(1);
    m_saver->save(
        path,
        [table = lens()](const base::CancelToken& cancel, base::Progress&)
            -> base::Result<QByteArray> { return csvOf(*table, isCancelled(cancel)); },
        [card = QPointer(this)] {
            if (card) {
                card->showSaving(-1);
            }
        });
}

void LensCard::showSaving(int change)
{
    m_saving += change;
    m_export->setText(m_saving > 0 ? tr("Saving…") : tr("Export…"));
}

void LensCard::exportTable()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export the logit lens"), QStringLiteral("lens.csv"), tr("Tables (*.csv)"));
    if (!path.isEmpty()) {
        saveTable(path);
    }
}

QJsonObject LensCard::saveState() const
{
    return { { QStringLiteral("colour"), m_colours->current() } };
}

void LensCard::restoreState(const QJsonObject& state)
{
    m_colours->setCurrent(qBound(0, state.value(QStringLiteral("colour")).toInt(), 2));
}

void LensCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LensCard::retranslate()
{
    m_title->setText(tr("Top token of each layer, through the final norm and the head"));
    m_colours->setSegmentText(0, tr("probability"), tr("Tint by the top token's probability"));
    m_colours->setSegmentText(1, tr("entropy"), tr("Tint by entropy, nats"));
    m_colours->setSegmentText(2, tr("KL to final"),
                              tr("Tint by the divergence of the last layer's distribution"));
    m_colours->setAccessibleName(tr("Colour of the logit lens"));
    showSaving(0);
    m_table->setAccessibleName(tr("Logit lens: layers by positions"));
}

} // namespace fe::attention
