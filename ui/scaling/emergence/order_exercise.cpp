// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence/order_exercise.h"

#include "scaling/page_parts.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

const QVector<int> kFirstOrder { 2, 3, 0, 1 }; // wrong, so that there is something to do

/// By the first model that has it.
QVector<int> solution(const KnownScales& known)
{
    QVector<int> order { 0, 1, 2, 3 };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return known.abilities[std::size_t(a)].at < known.abilities[std::size_t(b)].at;
    });
    return order;
}

} // namespace

QVector<CardOrder::Mark> orderMarks(const QVector<int>& order, const KnownScales& known)
{
    QVector<CardOrder::Mark> marks;
    for (int place = 0; place < int(order.size()); ++place) {
        const AbilityScale& own = known.abilities[std::size_t(order[place])];
        CardOrder::Mark mark = CardOrder::Mark::Right;
        for (int other = 0; other < int(order.size()) && mark != CardOrder::Mark::Wrong; ++other) {
            const AbilityScale& scale = known.abilities[std::size_t(order[other])];
            const AbilityScale& upper = other < place ? scale : own;
            const AbilityScale& lower = other < place ? own : scale;
            if (other == place || surelyBefore(upper, lower)) {
                continue;
            }
            mark = surelyBefore(lower, upper) ? CardOrder::Mark::Wrong : CardOrder::Mark::Open;
        }
        marks.append(mark);
    }
    return marks;
}

OrderExercise::OrderExercise(QWidget* parent)
    : QWidget(parent), m_task(kindLabel(this, "heading")), m_cards(new CardOrder(this)),
      m_hint(kindLabel(this, "secondary")), m_check(new QPushButton(this)),
      m_shuffle(new QPushButton(this)), m_solve(new QPushButton(this)),
      m_verdict(kindLabel(this, "heading")), m_answers(new QWidget(this))
{
    build();
    retranslate();
    m_cards->setOrder(kFirstOrder);
    connect(m_cards, &CardOrder::orderChanged, this, [this] { setChecked(false); });
    connect(m_check, &QPushButton::clicked, this, &OrderExercise::check);
    connect(m_shuffle, &QPushButton::clicked, this, &OrderExercise::shuffle);
    connect(m_solve, &QPushButton::clicked, this, &OrderExercise::solve);
    setScales(nullptr);
}

void OrderExercise::build()
{
    m_cards->setObjectName(QStringLiteral("abilityCards"));
    m_check->setObjectName(QStringLiteral("checkOrder"));
    m_check->setProperty("kind", QStringLiteral("primary"));
    m_verdict->setObjectName(QStringLiteral("orderVerdict"));
    for (QLabel* label : { m_task, m_hint, m_verdict }) {
        label->setWordWrap(true);
    }
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_check);
    buttons->addWidget(m_shuffle);
    buttons->addWidget(m_solve);
    buttons->addStretch(1);
    auto* left = new QVBoxLayout;
    left->setSpacing(scaled(8));
    left->addWidget(m_task);
    left->addWidget(m_cards);
    left->addWidget(m_hint);
    left->addLayout(buttons);
    left->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(16));
    row->addLayout(left, 1);
    row->addWidget(buildAnswers(), 1);
}

QWidget* OrderExercise::buildAnswers()
{
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(scroll);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, scaled(8), 0);
    column->addWidget(m_verdict);
    auto* answers = new QVBoxLayout(m_answers);
    answers->setContentsMargins(0, 0, 0, 0);
    answers->setSpacing(scaled(2));
    for (std::size_t i = 0; i < kAbilities.size(); ++i) {
        m_names[i] = kindLabel(m_answers, "heading");
        m_sources[i] = kindLabel(m_answers, "secondary");
        m_sources[i]->setTextInteractionFlags(Qt::TextSelectableByMouse
                                              | Qt::TextSelectableByKeyboard);
        m_names[i]->setWordWrap(true);
        m_sources[i]->setWordWrap(true);
        answers->addSpacing(scaled(6));
        answers->addWidget(m_names[i]);
        answers->addWidget(m_sources[i]);
    }
    column->addWidget(m_answers);
    column->addStretch(1);
    scroll->setWidget(inner);
    return scroll;
}

void OrderExercise::setScales(const KnownScalesPtr& known)
{
    m_known = known;
    m_check->setEnabled(known != nullptr);
    m_solve->setEnabled(known != nullptr);
    showVerdict();
}

void OrderExercise::check()
{
    if (m_known) {
        setChecked(true);
    }
}

void OrderExercise::shuffle()
{
    QVector<int> order = m_cards->order();
    QRandomGenerator random = QRandomGenerator::securelySeeded();
    do {
        std::shuffle(order.begin(), order.end(), random);
    } while (order == m_cards->order());
    m_cards->setOrder(order);
}

void OrderExercise::solve()
{
    if (m_known) {
        m_cards->setOrder(solution(*m_known));
        setChecked(true);
    }
}

void OrderExercise::setChecked(bool checked)
{
    m_checked = checked;
    showVerdict();
}

void OrderExercise::showVerdict()
{
    const bool shown = m_checked && m_known;
    m_verdict->setVisible(shown);
    m_answers->setVisible(shown);
    if (!shown) {
        m_cards->setMarks({});
        return;
    }
    const QVector<CardOrder::Mark> marks = orderMarks(m_cards->order(), *m_known);
    m_cards->setMarks(marks);
    const bool right = !marks.contains(CardOrder::Mark::Wrong);
    QString text = right ? tr("That is the order.")
                         : tr("Not yet: cards marked ✗ stand on the wrong side of another one.");
    if (marks.contains(CardOrder::Mark::Open)) {
        text += u' '
            + tr("Of the cards marked ≈, no source tells which comes first: the intervals of their "
                 "scales overlap.");
    }
    m_verdict->setText(text);
    m_verdict->setProperty("kind", right ? QStringLiteral("success") : QStringLiteral("error"));
    m_verdict->style()->unpolish(m_verdict);
    m_verdict->style()->polish(m_verdict);
    const QVector<int> order = solution(*m_known);
    for (int i = 0; i < int(order.size()); ++i) {
        const AbilityScale& scale = m_known->abilities[std::size_t(order[i])];
        m_names[std::size_t(i)]->setText(
            tr("%1: not with %2 parameters, with %3")
                .arg(abilityName(scale.ability), countText(scale.after), countText(scale.at)));
        m_sources[std::size_t(i)]->setText(abilitySource(scale.ability));
    }
}

QJsonObject OrderExercise::saveState() const
{
    QJsonArray order;
    for (const int card : m_cards->order()) {
        order.append(card);
    }
    return { { QStringLiteral("order"), order }, { QStringLiteral("checked"), m_checked } };
}

void OrderExercise::restoreState(const QJsonObject& state)
{
    QVector<int> order;
    for (const QJsonValue& card : state.value(QStringLiteral("order")).toArray()) {
        order.append(card.toInt(-1));
    }
    m_cards->setOrder(order);
    setChecked(state.value(QStringLiteral("checked")).toBool());
}

void OrderExercise::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void OrderExercise::retranslate()
{
    m_task->setText(tr("Which ability appears first as models grow? Put them in order, the "
                       "smallest model at the top."));
    QVector<CardOrder::Card> cards;
    for (const Ability ability : kAbilities) {
        cards.append({ abilityName(ability), abilityExample(ability) });
    }
    m_cards->setCards(cards);
    m_hint->setText(tr("Drag the cards, or choose one with Up and Down and move it with Alt."));
    m_check->setText(tr("Check"));
    m_shuffle->setText(tr("Shuffle"));
    m_solve->setText(tr("Show the answer"));
    showVerdict();
}

} // namespace fe::scaling_tab
