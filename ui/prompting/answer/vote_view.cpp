// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer/vote_view.h"

#include "charts/chart_export.h"
#include "prompting/answer/rule_editor.h"
#include "prompting/answer/vote_chart.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

VoteView::VoteView(QWidget* parent)
    : QWidget(parent), m_rule(new RuleEditor(this)), m_chart(new VoteChart(this)),
      m_export(new charts::ExportButton(*m_chart, this)), m_summary(new QLabel(this)),
      m_hint(new QLabel(this))
{
    m_chart->setObjectName(QStringLiteral("voteChart"));
    m_summary->setObjectName(QStringLiteral("voteSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(8));
    head->addWidget(m_rule, 1);
    head->addWidget(m_export, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(head);
    column->addWidget(m_summary);
    column->addWidget(m_chart, 1);
    column->addWidget(m_hint, 1);
    connect(m_rule, &RuleEditor::ruleEdited, this, &VoteView::ruleEdited);
    connect(m_chart, &charts::BarChart::rowActivated, this, [this](int row) {
        const auto& counts = m_chart->vote().counts;
        if (row < 0 || row >= static_cast<int>(counts.size())) {
            return;
        }
        const std::vector<int> samples = m_tree.samples();
        std::vector<int> nodes;
        for (const std::size_t sample : counts[static_cast<std::size_t>(row)].samples) {
            nodes.push_back(samples.at(sample));
        }
        Q_EMIT nodesChosen(nodes);
    });
    retranslate();
}

void VoteView::setTree(const AnswerTree& tree)
{
    m_tree = tree;
    m_rule->setRule(tree.document().rule());
    refresh();
}

QString VoteView::summary() const
{
    return m_summary->text();
}

void VoteView::refresh()
{
    const auto vote = m_tree.vote();
    const bool votes = vote && vote->samples > 1;
    m_chart->setVisible(votes && !vote->counts.empty());
    m_export->setEnabled(votes && !vote->counts.empty());
    m_summary->setVisible(votes || !vote);
    m_hint->setVisible(!m_chart->isVisibleTo(this));
    m_hint->setText(votes ? tr("The rule finds no answer in any sample. Try another rule.")
                          : tr("Set \"Samples\" above 1 in the sampling settings and generate: the "
                               "answer that most of them agree on wins."));
    if (!vote) {
        m_summary->setText(QString::fromStdString(vote.error().oneLine()));
        m_hint->clear();
        return;
    }
    showVote(*vote);
}

void VoteView::showVote(const evaluation::Vote& vote)
{
    QString provenance;
    if (!m_tree.isEmpty()) {
        const RunRecord& first
            = *m_tree.nodes()[static_cast<std::size_t>(m_tree.samples().front())].record;
        provenance = tr("%1 · seeds from %2 · self-consistency, Wang et al. 2022")
                         .arg(QString::fromStdString(first.modelName))
                         .arg(first.options.sampling.seed);
    }
    m_chart->setVote(vote, provenance);
    m_summary->setText(summaryOf(vote));
}

QString VoteView::summaryOf(const evaluation::Vote& vote) const
{
    const QLocale locale;
    QStringList parts;
    if (vote.counts.empty()) {
        parts.append(tr("no answer"));
    } else if (vote.tied) {
        parts.append(tr("a tie: no answer has more votes than every other"));
    } else {
        const evaluation::VoteCount& first = vote.counts.front();
        parts.append(tr("%1 of %2 agree (%3)")
                         .arg(locale.toString(static_cast<qulonglong>(first.count)),
                              locale.toString(static_cast<qulonglong>(vote.samples - vote.silent)),
                              charts::numberText(first.share, charts::NumberFormat::Percent)));
    }
    if (vote.silent > 0) {
        parts.append(vote.silent == 1 ? tr("1 sample without an answer")
                                      : tr("%1 samples without an answer").arg(vote.silent));
    }
    if (const PatternPart* part = m_tree.document().part(); part != nullptr
        && !part->expected.trimmed().isEmpty() && !vote.tied && !vote.counts.empty()) {
        const auto extractor = evaluation::AnswerExtractor::make(part->rule);
        const bool right = extractor
            && extractor->agree(vote.counts.front().answer, part->expected.toStdString());
        parts.append(right ? tr("✓ right") : tr("✗ wrong: %1 was expected").arg(part->expected));
    }
    if (m_tree.document().sampling.temperature <= 0) {
        parts.append(tr("temperature 0: all samples are the same"));
    }
    return parts.join(QStringLiteral(" · "));
}

void VoteView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void VoteView::retranslate()
{
    m_chart->setAccessibleName(tr("Votes"));
    m_summary->setAccessibleName(tr("Outcome of the vote"));
    refresh();
}

} // namespace fe::prompting
