// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer_panel.h"

#include "prompting/answer/samples_card.h"
#include "prompting/answer_status.h"
#include "prompting/empty_state.h"
#include "prompting/token_details.h"
#include "widgets/message_banner.h"
#include "widgets/probability_legend.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"
#include "widgets/token_view.h"
#include "workspace/error_text.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace fe::prompting {

using widgets::scaled;

AnswerPanel::AnswerPanel(QWidget* parent)
    : QWidget(parent), m_splitter(new QSplitter(Qt::Vertical, this)),
      m_lower(new QSplitter(Qt::Horizontal, m_splitter)), m_title(new QLabel(this)),
      m_legend(new widgets::ProbabilityLegend(this)), m_tint(new QToolButton(this)),
      m_copy(new QToolButton(this)), m_inside(new QToolButton(this)),
      m_export(new QToolButton(this)), m_banner(new widgets::MessageBanner(this)),
      m_view(new widgets::TokenView(this)), m_empty(new EmptyState(this)),
      m_status(new QLabel(this)), m_details(new TokenDetails(this)),
      m_samples(new SamplesCard(this))
{
    m_lower->addWidget(m_details);
    m_lower->addWidget(m_samples);
    m_lower->setChildrenCollapsible(false);
    m_lower->setHandleWidth(scaled(8));
    m_lower->setSizes({ scaled(400), scaled(500) });
    m_splitter->insertWidget(0, buildAnswer());
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({ scaled(320), scaled(240) });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addWidget(m_banner);
    column->addWidget(m_splitter, 1);

    m_view->setObjectName(QStringLiteral("answer"));
    m_view->setToolTipSource([this](const widgets::TokenUnit& unit) { return toolTipOf(unit); });
    connect(m_view, &widgets::TokenView::tokenHovered, this, [this](int first, int last) {
        showDetails(first < 0 ? m_pinned[0] : first, first < 0 ? m_pinned[1] : last);
    });
    connect(m_view, &widgets::TokenView::currentTokenChanged, this, [this](int first, int last) {
        m_pinned[0] = first;
        m_pinned[1] = last;
        showDetails(first, last);
    });
    m_view->hide();
    m_export->setEnabled(false);
    connectCards();
    retranslate();
}

QWidget* AnswerPanel::buildAnswer()
{
    auto* card = new QFrame(this);
    card->setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    m_status->setProperty("kind", QStringLiteral("secondary"));
    m_status->setWordWrap(true);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setObjectName(QStringLiteral("answerStatus"));
    for (QToolButton* button : { m_tint, m_copy, m_inside, m_export }) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    }
    m_export->setPopupMode(QToolButton::InstantPopup);
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(8));
    head->addWidget(m_title, 1);
    head->addWidget(m_legend);
    head->addWidget(m_tint);
    head->addWidget(m_copy);
    head->addWidget(m_inside);
    head->addWidget(m_export);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(8));
    column->addLayout(head);
    column->addWidget(m_view, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_status);
    card->setMinimumHeight(scaled(150));
    return card;
}

void AnswerPanel::setActions(QAction* tint, QAction* copy, QAction* inside, QMenu* exports)
{
    m_tint->setDefaultAction(tint);
    m_copy->setDefaultAction(copy);
    m_inside->setDefaultAction(inside);
    m_export->setMenu(exports);
    setTabOrder(m_view, m_tint);
    setTabOrder(m_tint, m_copy);
    setTabOrder(m_copy, m_inside);
    setTabOrder(m_inside, m_export);
}

void AnswerPanel::beginRun(LabelOf labelOf)
{
    hideError();
    m_labelOf = std::move(labelOf);
    m_steps.clear();
    m_shared = 0;
    m_view->setMarks({});
    m_view->clear();
    m_details->clear();
    m_running = true;
    m_export->setEnabled(false);
    m_liveSeconds = 0;
    m_liveTokens = 0;
    m_view->setPlaceholder(tr("Reading the prompt…"));
    m_view->show();
    m_empty->hide();
    showStatus();
}

void AnswerPanel::showLive(const LiveAnswer& live)
{
    m_liveSeconds = live.seconds;
    m_liveTokens = live.steps.size();
    appendSteps(live.steps, live.text, false);
    showStatus();
}

void AnswerPanel::appendSteps(const std::vector<generation::Step>& steps, const std::string& text,
                              bool complete)
{
    QList<widgets::TokenItem> items;
    for (std::size_t i = m_steps.size(); i < steps.size(); ++i) {
        const generation::Step& step = steps[i];
        if (step.textEnd > text.size()) {
            break; // its text may yet turn out to be a stop string
        }
        items.append({ QString::fromUtf8(text.data() + step.textBegin,
                                         static_cast<qsizetype>(step.textEnd - step.textBegin)),
                       std::exp(static_cast<double>(step.logProb)),
                       widgets::TokenItem::Kind::Plain });
        m_steps.push_back(step);
    }
    m_view->append(items);
    if (complete) {
        m_view->finish();
    }
}

void AnswerPanel::showRecord(RunRecordPtr record)
{
    m_running = false;
    m_record = std::move(record);
    m_export->setEnabled(m_record != nullptr);
    const bool there = m_record != nullptr;
    m_view->setVisible(there);
    m_empty->setVisible(!there);
    if (there) {
        m_labelOf = [record = m_record](generation::TokenId id) {
            return QString::fromStdString(record->label(id));
        };
        // What streamed in stays as it is, selection and all, where it is the beginning of the
        // result.
        const QString text = QString::fromStdString(m_record->generation.text);
        bool same = m_steps.size() <= m_record->generation.steps.size()
            && text.startsWith(m_view->text());
        for (std::size_t i = 0; same && i < m_steps.size(); ++i) {
            const generation::Step& now = m_record->generation.steps[i];
            same = m_steps[i].id == now.id && m_steps[i].textEnd == now.textEnd;
        }
        if (!same || m_steps.empty()) {
            m_view->clear(); // and with it the token whose details are shown
            m_steps.clear();
        }
        appendSteps(m_record->generation.steps, m_record->generation.text, true);
        m_view->setPlaceholder(tr("The model ended its answer at once, without a word."));
    } else {
        m_view->clear();
        m_steps.clear();
    }
    showStatus();
}

bool AnswerPanel::hasText() const
{
    return !m_view->text().isEmpty();
}

void AnswerPanel::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details });
}

void AnswerPanel::hideError()
{
    m_banner->dismiss();
}

void AnswerPanel::setTinted(bool tinted)
{
    m_view->setShading(tinted ? widgets::TokenView::Shading::Probability
                              : widgets::TokenView::Shading::None);
    m_legend->setVisible(tinted);
}

bool AnswerPanel::isTinted() const
{
    return m_view->shading() == widgets::TokenView::Shading::Probability;
}

void AnswerPanel::copyAnswer() const
{
    m_view->copy();
}

void AnswerPanel::showDetails(int first, int last)
{
    if (last < 0 || static_cast<std::size_t>(last) >= m_steps.size() || !m_labelOf) {
        m_details->clear();
        return;
    }
    const int unit = m_view->tokenLayout().unitOfToken(last);
    // Tokens of a stop string give no text and share the place of the last one that did.
    const auto isSilent = [this](int token) {
        const generation::Step& step = m_steps[static_cast<std::size_t>(token)];
        return step.textBegin == step.textEnd;
    };
    int told = last;
    while (told > first && isSilent(told)) {
        --told;
    }
    last = isSilent(told) ? last : told;
    const QString text = unit < 0
        ? QString()
        : m_view->text().mid(m_view->tokenLayout().unit(unit).begin,
                             m_view->tokenLayout().unit(unit).end
                                 - m_view->tokenLayout().unit(unit).begin);
    m_details->showToken(first, last, text, m_steps[static_cast<std::size_t>(last)], m_labelOf,
                         m_record && !m_running ? m_record->options.stopIds
                                                : std::vector<generation::TokenId>());
}

QString AnswerPanel::toolTipOf(const widgets::TokenUnit& unit) const
{
    QStringList lines;
    for (int i = unit.firstToken;
         i <= unit.lastToken && static_cast<std::size_t>(i) < m_steps.size(); ++i) {
        const generation::Step& step = m_steps[static_cast<std::size_t>(i)];
        lines.append(stepText(step, visibleToken(m_labelOf(step.id))));
    }
    return lines.join(u'\n');
}

void AnswerPanel::showStatus()
{
    QString text;
    if (m_running) {
        text = statusText(m_liveTokens, m_liveSeconds);
    } else if (m_record) {
        text = statusText(*m_record);
        if (m_shared > 0) {
            text += QStringLiteral(" · ")
                + (m_shared == 1
                       ? tr("the first token as in answer %1").arg(m_sharedWith)
                       : tr("the first %1 tokens as in answer %2").arg(m_shared).arg(m_sharedWith));
        }
    }
    m_status->setText(text);
    m_status->setVisible(!text.isEmpty());
}

void AnswerPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void AnswerPanel::retranslate()
{
    m_title->setText(tr("Answer"));
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Write the answer and everything it depended on to a file"));
    m_export->setAccessibleName(tr("Export"));
    m_view->setAccessibleName(tr("Answer, token by token"));
    m_status->setAccessibleName(tr("Measurements of the run"));
    showStatus();
}

} // namespace fe::prompting
