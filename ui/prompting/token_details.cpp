// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/token_details.h"

#include "prompting/alternatives_model.h"
#include "widgets/bar_delegate.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace fe::prompting {

using widgets::scaled;

TokenDetails::TokenDetails(QWidget* parent)
    : QFrame(parent), m_title(new QLabel(this)), m_hint(new QLabel(this)), m_foot(new QLabel(this)),
      m_table(new QTableView(this)), m_model(new AlternativesModel(this))
{
    setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_table->setProperty("kind", QStringLiteral("flat"));
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(AlternativesModel::Bar, new widgets::BarDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(scaled(24));
    m_table->verticalHeader()->setMinimumSectionSize(scaled(18));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(AlternativesModel::Token, QHeaderView::Stretch);
    header->setSectionResizeMode(AlternativesModel::Bar, QHeaderView::Stretch);
    header->setSectionResizeMode(AlternativesModel::Probability, QHeaderView::Fixed);
    header->setSectionResizeMode(AlternativesModel::LogProbability, QHeaderView::Fixed);
    header->resizeSection(AlternativesModel::Probability, scaled(88));
    header->resizeSection(AlternativesModel::LogProbability, scaled(80));
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(8));
    column->setSpacing(scaled(6));
    column->addWidget(m_title);
    column->addWidget(m_table, 1);
    column->addWidget(m_hint, 1);
    column->addWidget(m_foot);
    m_table->setObjectName(QStringLiteral("alternatives"));
    m_foot->setProperty("kind", QStringLiteral("secondary"));
    m_foot->setObjectName(QStringLiteral("branchHint"));
    m_foot->setWordWrap(true);
    // A click is enough; activated() is Enter (and, on some desktops, the same click again).
    connect(m_table, &QTableView::clicked, this, &TokenDetails::choose);
    connect(m_table, &QTableView::activated, this, &TokenDetails::choose);
    setMinimumHeight(scaled(96));
    clear();
}

void TokenDetails::showToken(int first, int last, const QString& text, const generation::Step& step,
                             const LabelOf& labelOf,
                             const std::vector<generation::TokenId>& stopIds)
{
    m_shown = { first,
                last,
                visibleToken(text),
                step.rank,
                static_cast<double>(step.entropy),
                !std::isnan(step.logProb) };
    m_model->setStep(step, labelOf, stopIds);
    m_table->show();
    m_hint->hide();
    retranslate();
}

void TokenDetails::clear()
{
    m_shown = {};
    m_model->clear();
    m_table->hide();
    m_hint->show();
    retranslate();
}

void TokenDetails::setRefusal(const QString& reason)
{
    m_refusal = reason;
    m_model->setBranching(reason.isEmpty());
    retranslate();
}

void TokenDetails::choose(const QModelIndex& index)
{
    const auto step = m_model->instead(index.row());
    if (step && m_refusal.isEmpty() && m_shown.last >= 0) {
        Q_EMIT branchWanted(static_cast<std::size_t>(m_shown.last), *step);
    }
}

void TokenDetails::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_model->retranslate();
        retranslate();
    }
}

void TokenDetails::retranslate()
{
    m_table->setAccessibleName(tr("Alternatives of the token"));
    m_foot->setText(m_refusal.isEmpty() ? tr("Click an alternative to branch from here.")
                                        : m_refusal);
    m_foot->setVisible(m_shown.first >= 0);
    m_table->setAccessibleDescription(m_foot->text());
    m_hint->setText(tr("Point at a token of the answer, or walk through it with the arrow keys, to "
                       "see what else the "
                       "model considered there."));
    if (m_shown.first < 0) {
        m_title->setText(tr("Token"));
        m_title->setToolTip({});
        return;
    }
    const QLocale locale;
    const QString place = m_shown.first == m_shown.last
        ? tr("Token %1").arg(locale.toString(m_shown.first + 1))
        : tr("Tokens %1 to %2")
              .arg(locale.toString(m_shown.first + 1), locale.toString(m_shown.last + 1));
    QStringList parts { tr("%1 · \"%2\"").arg(place, m_shown.text) };
    if (!std::isnan(m_shown.entropy)) {
        parts.append(tr("entropy %1 nats").arg(locale.toString(m_shown.entropy, 'f', 2)));
    }
    if (m_shown.rank > 0) {
        parts.append(tr("rank %1").arg(locale.toString(m_shown.rank)));
    }
    if (!m_shown.told) {
        parts.append(tr("probability not available"));
    }
    m_title->setText(parts.join(QStringLiteral(" · ")));
    m_title->setToolTip(
        tr("Entropy: how undecided the model was at this step, 0 if it was certain. Rank: 1 if the "
           "token drawn was the likeliest."));
}

} // namespace fe::prompting
