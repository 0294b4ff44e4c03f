// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/evaluation/answer_list.h"

#include "widgets/plain_tool_tip.h"
#include "widgets/theme.h"
#include "workspace/path_text.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QPainter>
#include <QPainterPath>

namespace fe::imaging {

using widgets::scaled;

namespace {

constexpr qint64 kJobMs = 150;
constexpr int kMostKept = 600; // thumbnails, 0.1 MB each
constexpr double kTileWidth = 104;
constexpr double kTileHeight = 78;
constexpr double kMargin = 5;

} // namespace

AnswerList::AnswerList(jobs::JobRunner& runner, QObject* parent)
    : QAbstractListModel(parent), m_runner(runner)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &AnswerList::readNext);
}

void AnswerList::show(const AnswersPtr& answers, std::vector<std::size_t> pictures)
{
    beginResetModel();
    m_answers = answers;
    m_pictures = answers ? std::move(pictures) : std::vector<std::size_t> {};
    m_asked.clear();
    endResetModel();
}

int AnswerList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_pictures.size());
}

QString AnswerList::fileOf(int row) const
{
    return workspace::toText(m_answers->pictures->pictures[m_pictures[std::size_t(row)]].file);
}

QString AnswerList::describe(int row) const
{
    const QModelIndex at = index(row);
    const QString percent
        = charts::numberText(at.data(ProbabilityRole).toDouble(), charts::NumberFormat::Percent);
    const QString name = QFileInfo(fileOf(row)).fileName();
    return at.data(RightRole).toBool()
        ? tr("%1: rightly taken for %2, %3").arg(name, at.data(TruthRole).toString(), percent)
        : tr("%1: %2 taken for %3, %4")
              .arg(name, at.data(TruthRole).toString(), at.data(PredictedRole).toString(), percent);
}

QVariant AnswerList::data(const QModelIndex& index, int role) const
{
    const std::size_t picture = m_pictures[std::size_t(index.row())];
    const analysis::Judged& judged = m_answers->judged[picture];
    const auto& labels = m_answers->pictures->labels;
    switch (role) {
    case FileRole:
        return fileOf(index.row());
    case ThumbnailRole: {
        const QString file = fileOf(index.row());
        const auto known = m_thumbnails.constFind(file);
        if (known == m_thumbnails.cend()) {
            m_asked.insert(file);
            m_soon.start();
            return QImage();
        }
        return *known;
    }
    case UnreadableRole: {
        const auto known = m_thumbnails.constFind(fileOf(index.row()));
        return known != m_thumbnails.cend() && known->isNull();
    }
    case TruthRole:
        return QString::fromStdString(labels[judged.truth]);
    case PredictedRole:
        return QString::fromStdString(labels[judged.ranking.front().label]);
    case ProbabilityRole:
        return m_answers->confidence(picture);
    case RightRole:
        return m_answers->isRight(picture);
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return describe(index.row());
    case Qt::ToolTipRole: {
        QString text = describe(index.row());
        for (const analysis::LabelScore& score : judged.ranking) {
            text += QStringLiteral("\n%1  %2")
                        .arg(charts::numberText(score.probability, charts::NumberFormat::Percent),
                             QString::fromStdString(labels[score.label]));
        }
        text += u'\n' + fileOf(index.row());
        return widgets::plainToolTip(text);
    }
    default:
        return {};
    }
}

void AnswerList::readNext()
{
    if (m_asked.isEmpty() || m_job.isActive()) {
        return;
    }
    auto work = [files = QStringList(m_asked.cbegin(), m_asked.cend())](
                    const base::CancelToken& cancel, base::Progress&) -> base::Result<QList<Read>> {
        QList<Read> read;
        QElapsedTimer clock;
        clock.start();
        for (const QString& file : files) {
            auto small = readSmall(file, kThumbnailEdge, cancel);
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            read.append({ file, small ? std::move(small->image) : QImage() });
            if (clock.elapsed() > kJobMs) {
                break;
            }
        }
        return read;
    };
    m_job = m_runner.start<QList<Read>>(
        { .title = tr("Reading thumbnails"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.evaluation.thumbnails") },
        std::move(work),
        { .done = [this](const QList<Read>& read) { keep(read); },
          .cancelled = [this] { m_asked.clear(); },
          .failed = [this](const base::Error&) { m_asked.clear(); } });
}

void AnswerList::keep(const QList<Read>& read)
{
    if (m_thumbnails.size() > kMostKept) {
        m_thumbnails.clear(); // those that are seen are asked for again
    }
    for (const Read& one : read) {
        m_thumbnails.insert(one.file, one.image);
        m_asked.remove(one.file);
    }
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { ThumbnailRole });
    }
    m_soon.start();
}

QSize AnswerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return { scaled(kTileWidth + 2 * kMargin),
             scaled(kTileHeight + 3 * kMargin) + 2 * option.fontMetrics.height() };
}

void AnswerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const widgets::ThemeTokens& theme = widgets::themeTokens(option.palette);
    const int margin = scaled(kMargin);
    const QRect tile(option.rect.topLeft() + QPoint(margin, margin),
                     QSize(scaled(kTileWidth), scaled(kTileHeight)));
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(tile, scaled(6), scaled(6));
    const auto image = index.data(AnswerList::ThumbnailRole).value<QImage>();
    if (!image.isNull()) {
        painter->save();
        painter->setClipPath(shape);
        QRectF target(QPointF(), QSizeF(image.size()).scaled(tile.size(), Qt::KeepAspectRatio));
        target.moveCenter(QRectF(tile).center());
        painter->drawImage(target, image);
        painter->restore();
    } else if (index.data(AnswerList::UnreadableRole).toBool()) {
        painter->setPen(theme.secondary);
        painter->drawText(tile, Qt::AlignCenter | Qt::TextWordWrap,
                          AnswerList::tr("cannot be read any more"));
    }
    painter->setBrush(Qt::NoBrush);
    painter->setPen(selected ? QPen(theme.accent, scaled(2)) : QPen(theme.line));
    painter->drawPath(shape);

    const bool right = index.data(AnswerList::RightRole).toBool();
    const QFontMetrics& metrics = option.fontMetrics;
    QRect line(tile.left(), tile.bottom() + margin / 2, tile.width(), metrics.height());
    const QString percent = charts::numberText(index.data(AnswerList::ProbabilityRole).toDouble(),
                                               charts::NumberFormat::Percent);
    painter->setPen(theme.secondary);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, percent);
    // The mark says in a shape what the colour says.
    painter->setPen(right ? theme.success : theme.danger);
    const QString predicted = (right ? QStringLiteral("✓ ") : QStringLiteral("✗ "))
        + index.data(AnswerList::PredictedRole).toString();
    painter->drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(predicted, Qt::ElideRight,
                           line.width() - metrics.horizontalAdvance(percent) - margin));
    line.translate(0, metrics.height());
    painter->setPen(theme.text);
    const QString truth
        = AnswerList::tr("is: %1").arg(index.data(AnswerList::TruthRole).toString());
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(truth, Qt::ElideRight, line.width()));
    painter->restore();
}

} // namespace fe::imaging
