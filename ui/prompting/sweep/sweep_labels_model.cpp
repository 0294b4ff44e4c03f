// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_labels_model.h"

#include "charts/chart_data.h"

namespace fe::prompting {

void SweepLabelsModel::setPoint(const std::vector<std::string>& labels,
                                const evaluation::Confusion& confusion)
{
    beginResetModel();
    m_confusion = confusion;
    m_labels = confusion.labels() == labels.size() ? labels : std::vector<std::string>();
    endResetModel();
}

void SweepLabelsModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int SweepLabelsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_labels.size());
}

int SweepLabelsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SweepLabelsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const auto label = static_cast<std::size_t>(index.row());
    const auto number = [&]() -> double {
        switch (index.column()) {
        case Precision:
            return m_confusion.precision(label);
        case Recall:
            return m_confusion.recall(label);
        case F1:
            return m_confusion.f1(label);
        default:
            break;
        }
        std::int64_t count = 0;
        for (std::size_t answer = 0; answer <= m_confusion.labels(); ++answer) {
            count += m_confusion.count(label, answer);
        }
        return static_cast<double>(count);
    };
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (index.column() == Label ? Qt::AlignLeft : Qt::AlignRight));
    }
    if (role == kSortRole && index.column() != Label) {
        return number();
    }
    if (role != Qt::DisplayRole && role != kSortRole) {
        return {};
    }
    if (index.column() == Label) {
        return QString::fromStdString(m_labels[label]).simplified();
    }
    return charts::numberText(number(),
                              index.column() == Count ? charts::NumberFormat::Integer
                                                      : charts::NumberFormat::Percent);
}

QVariant SweepLabelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Label:
        return tr("label");
    case Count:
        return tr("prompts");
    case Precision:
        return tr("precision");
    case Recall:
        return tr("recall");
    default:
        return QStringLiteral("F1");
    }
}

} // namespace fe::prompting
