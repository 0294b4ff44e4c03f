// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/alternatives_model.h"

#include "widgets/bar_delegate.h"
#include "widgets/theme.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace fe::prompting {

void AlternativesModel::setStep(const generation::Step& step, const LabelOf& labelOf,
                                const std::vector<generation::TokenId>& stopIds)
{
    const auto ends = [&stopIds](generation::TokenId id) {
        return std::find(stopIds.begin(), stopIds.end(), id) != stopIds.end();
    };
    const auto label = [&labelOf](generation::TokenId id) { return visibleToken(labelOf(id)); };
    beginResetModel();
    m_step = step;
    m_rows.clear();
    bool drawn = false;
    for (const generation::Alternative& alternative : step.top) {
        drawn = drawn || alternative.id == step.id;
        m_rows.push_back({ label(alternative.id), alternative.id,
                           static_cast<double>(alternative.logProb),
                           static_cast<int>(m_rows.size()) + 1, alternative.id == step.id,
                           ends(alternative.id) });
    }
    if (!drawn) {
        m_rows.push_back({ label(step.id), step.id, static_cast<double>(step.logProb), step.rank,
                           true, ends(step.id) });
    }
    endResetModel();
}

std::optional<generation::Step> AlternativesModel::instead(int row) const
{
    if (row < 0 || row >= rowCount() || m_rows[static_cast<std::size_t>(row)].drawn) {
        return std::nullopt;
    }
    const Row& taken = m_rows[static_cast<std::size_t>(row)];
    generation::Step step = m_step;
    step.id = taken.id;
    step.logProb = static_cast<float>(taken.logProb);
    step.rank = taken.rank;
    return step;
}

QString AlternativesModel::toolTip(const Row& row) const
{
    const QLocale locale;
    if (std::isnan(row.logProb)) {
        return tr("The endpoint does not give the probability of this token.");
    }
    QString text = tr("token %1 · p %2 · ln p %3")
                       .arg(row.id)
                       .arg(locale.toString(std::exp(row.logProb), 'g', 6),
                            locale.toString(row.logProb, 'g', 6));
    if (row.rank > 0) {
        text += QStringLiteral(" · ") + tr("rank %1").arg(locale.toString(row.rank));
    }
    if (!std::isnan(m_step.entropy)) { // no server sends it
        text += QStringLiteral(" · ")
            + tr("entropy of the step %1 nats")
                  .arg(locale.toString(static_cast<double>(m_step.entropy), 'f', 2));
    }
    if (row.ends) {
        text += u'\n' + tr("The answer ends with it.");
    }
    if (row.drawn) {
        text += u'\n' + tr("This one was drawn.");
    } else if (m_branching) {
        text += u'\n' + tr("Click to branch from here.");
    }
    return text;
}

void AlternativesModel::clear()
{
    beginResetModel();
    m_step = {};
    m_rows.clear();
    endResetModel();
}

void AlternativesModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
}

int AlternativesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AlternativesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant AlternativesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const double probability = std::exp(row.logProb);
    const bool told = !std::isnan(row.logProb);
    if (role == Qt::DisplayRole) {
        if (!told && (index.column() == Probability || index.column() == LogProbability)) {
            return QStringLiteral("–");
        }
        switch (index.column()) {
        case Token:
            return row.ends ? tr("%1 (end of the answer)").arg(row.text) : row.text;
        case Probability:
            // Four decimals as long as they say something.
            return probability >= 0.0001 || probability == 0
                ? QLocale().toString(probability, 'f', 4)
                : QLocale().toString(probability, 'e', 1);
        case LogProbability:
            return QLocale().toString(row.logProb, 'f', 2);
        default:
            return {};
        }
    }
    if (role == fe::widgets::kBarRole && index.column() == Bar && told) {
        return probability;
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number = index.column() == Probability || index.column() == LogProbability;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::FontRole && (row.drawn || index.column() == Token)) {
        QFont font = index.column() == Token ? fe::widgets::monospaceFont() : QFont();
        font.setBold(row.drawn);
        return font;
    }
    if (role == Qt::ToolTipRole) {
        return toolTip(row);
    }
    if (role == Qt::AccessibleTextRole && index.column() != Token && !told) {
        return tr("not available");
    }
    if (role == Qt::AccessibleTextRole && index.column() == Bar) {
        return QLocale().toString(probability, 'f', 4);
    }
    return {};
}

QVariant AlternativesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == Probability || section == LogProbability;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        return section == LogProbability ? tr("Natural logarithm of the probability")
            : section == Probability
            ? tr("The model's own probability, before temperature, penalties and truncation")
            : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Token:
        return tr("alternative");
    case Probability:
        return tr("p");
    case LogProbability:
        return tr("ln p");
    default:
        return QString();
    }
}

QString visibleToken(const QString& text)
{
    QString shown;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool edge = i == 0 || i + 1 == text.size();
        if (c == u'\n') {
            shown += QChar(0x21B5); // ↵
        } else if (c == u'\t') {
            shown += QChar(0x21E5); // ⇥
        } else if (c == u' ' && edge) {
            shown += QChar(0x00B7); // ·
        } else if (c.unicode() < 0x20) {
            shown += QChar(static_cast<char16_t>(0x2400 + c.unicode()));
        } else {
            shown += c;
        }
    }
    return shown;
}

} // namespace fe::prompting
