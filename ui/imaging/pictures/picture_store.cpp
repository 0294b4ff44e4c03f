// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/picture_store.h"

#include "imaging/vision_state.h"
#include "workspace/error_text.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <limits>

namespace fe::imaging {

namespace {

constexpr qint64 kSliceMs = 8;

} // namespace

PictureStore::PictureStore(const VisionState& state, QObject* parent)
    : QAbstractListModel(parent), m_state(state)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &PictureStore::scoreSlice);
    connect(&state, &VisionState::weightsChanged, this, &PictureStore::rescore);
    connect(&state, &VisionState::scoringChanged, this, &PictureStore::rescore);
}

int PictureStore::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_pictures.size());
}

const PictureStore::Picture& PictureStore::at(int row) const
{
    return m_pictures[static_cast<std::size_t>(row)];
}

QVariant PictureStore::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Picture& picture = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return QFileInfo(picture.path).fileName();
    case PathRole:
        return picture.path;
    case ThumbnailRole:
        return picture.thumbnail;
    case ProblemRole:
        return picture.problem ? workspace::errorText(*picture.problem).reason : QString();
    case LabelRole:
        ensureScored(picture);
        return picture.label < 0
            ? QString()
            : QString::fromStdString(
                m_state.weights()->labels[static_cast<std::size_t>(picture.label)]);
    case ProbabilityRole:
        ensureScored(picture);
        return picture.label < 0 ? std::numeric_limits<double>::quiet_NaN() : picture.probability;
    case Qt::ToolTipRole:
        if (picture.problem) {
            const workspace::ErrorText text = workspace::errorText(*picture.problem);
            return QString(picture.path % QLatin1Char('\n') % text.headline % QLatin1Char('\n')
                           % text.reason);
        }
        return QString(picture.path
                       % (picture.size.isEmpty() ? QString()
                                                 : QStringLiteral("\n%1 × %2")
                                                       .arg(picture.size.width())
                                                       .arg(picture.size.height())));
    default:
        return {};
    }
}

int PictureStore::add(const QStringList& paths)
{
    QStringList fresh;
    for (const QString& path : paths) {
        if (!m_rowOfPath.contains(path)) {
            m_rowOfPath.insert(path, rowCount() + static_cast<int>(fresh.size()));
            fresh.append(path);
        }
    }
    if (fresh.isEmpty()) {
        return 0;
    }
    const int added = static_cast<int>(fresh.size());
    beginInsertRows({}, rowCount(), rowCount() + added - 1);
    for (const QString& path : std::as_const(fresh)) {
        Picture picture;
        picture.id = m_nextId++;
        picture.path = path;
        m_rowOfId.insert(picture.id, rowCount());
        m_pictures.push_back(std::move(picture));
    }
    endInsertRows();
    recount();
    return added;
}

void PictureStore::remove(const QModelIndexList& indexes)
{
    QList<int> rows;
    for (const QModelIndex& index : indexes) {
        rows.append(index.row());
    }
    std::sort(rows.begin(), rows.end(), std::greater<>());
    for (const int row : std::as_const(rows)) {
        beginRemoveRows({}, row, row);
        m_pictures.erase(m_pictures.begin() + row);
        endRemoveRows();
    }
    reindex();
    recount();
}

void PictureStore::clear()
{
    beginResetModel();
    m_pictures.clear();
    reindex();
    endResetModel();
    recount();
}

void PictureStore::reindex()
{
    m_rowOfPath.clear();
    m_rowOfId.clear();
    for (int row = 0; row < rowCount(); ++row) {
        m_rowOfPath.insert(at(row).path, row);
        m_rowOfId.insert(at(row).id, row);
    }
}

QStringList PictureStore::paths() const
{
    QStringList paths;
    for (const Picture& picture : m_pictures) {
        paths.append(picture.path);
    }
    return paths;
}

int PictureStore::rowOf(const QString& path) const
{
    return m_rowOfPath.value(path, -1);
}

int PictureStore::find(Id id) const
{
    return m_rowOfId.value(id, -1);
}

QList<PictureStore::Task> PictureStore::unread(int most) const
{
    QList<Task> tasks;
    for (auto it = m_pictures.begin(); it != m_pictures.end() && tasks.size() < most; ++it) {
        if (!it->read) {
            tasks.append({ it->id, it->path });
        }
    }
    return tasks;
}

QList<PictureStore::Task> PictureStore::unencoded(int most) const
{
    QList<Task> tasks;
    for (auto it = m_pictures.begin(); it != m_pictures.end() && tasks.size() < most; ++it) {
        if (!it->problem && it->vector.empty()) {
            tasks.append({ it->id, it->path });
        }
    }
    return tasks;
}

void PictureStore::setRead(Id id, const base::Result<SmallPicture>& read)
{
    const int row = find(id);
    if (row < 0) {
        return;
    }
    Picture& picture = m_pictures[static_cast<std::size_t>(row)];
    picture.read = true;
    if (read) {
        picture.thumbnail = read->image;
        picture.size = read->size;
        picture.problemOfModel = picture.problem.has_value(); // the file is fine
    } else if (!picture.problem) {
        picture.problem = read.error();
        picture.vector.clear();
        picture.scoredFor = -1;
    }
    Q_EMIT dataChanged(index(row), index(row));
    recount();
}

void PictureStore::setEncoded(Id id, base::Result<std::vector<float>> vector)
{
    const int row = find(id);
    if (row < 0) {
        return;
    }
    Picture& picture = m_pictures[static_cast<std::size_t>(row)];
    picture.scoredFor = -1;
    if (vector) {
        picture.vector = *std::move(vector);
    } else if (!picture.problem) {
        picture.problem = vector.error();
        picture.problemOfModel = picture.read;
    }
    Q_EMIT dataChanged(index(row), index(row));
    recount();
}

void PictureStore::forgetVectors()
{
    for (Picture& picture : m_pictures) {
        picture.vector.clear();
        picture.scoredFor = -1;
        if (picture.problemOfModel) {
            picture.problem.reset();
            picture.problemOfModel = false;
        }
    }
    recount();
    rescore();
}

void PictureStore::recount()
{
    m_counts = {};
    for (const Picture& picture : m_pictures) {
        ++m_counts.all;
        m_counts.read += picture.read ? 1 : 0;
        m_counts.encoded += picture.vector.empty() ? 0 : 1;
        m_counts.skipped += picture.problem ? 1 : 0;
    }
    Q_EMIT countsChanged();
}

QSize PictureStore::pictureSize(int row) const
{
    return at(row).size;
}

const std::vector<float>& PictureStore::vector(int row) const
{
    return at(row).vector;
}

const std::optional<base::Error>& PictureStore::problem(int row) const
{
    return at(row).problem;
}

std::vector<analysis::LabelScore> PictureStore::scores(int row) const
{
    const WeightsPtr weights = m_state.weights();
    const Picture& picture = at(row);
    if (!weights || !m_state.model()
        || static_cast<std::int64_t>(picture.vector.size()) != weights->dimensions) {
        return {};
    }
    return analysis::scoreLabels(picture.vector, *weights, m_state.model()->model->info(),
                                 m_state.scoring().kind, m_state.scoring().temperature);
}

/// @param picture is in m_pictures.
void PictureStore::ensureScored(const Picture& picture) const
{
    if (picture.scoredFor == m_scoring) {
        return;
    }
    picture.scoredFor = m_scoring;
    picture.label = -1;
    const std::vector<analysis::LabelScore> all
        = scores(static_cast<int>(&picture - m_pictures.data()));
    const auto best = std::max_element(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.logit < b.logit; });
    if (best != all.end()) {
        picture.label = static_cast<int>(best->label);
        picture.probability = best->probability;
    }
}

void PictureStore::rescore()
{
    ++m_scoring;
    m_nextToScore = 0;
    m_slices.start();
    Q_EMIT scoresChanged();
}

void PictureStore::scoreSlice()
{
    QElapsedTimer clock;
    clock.start();
    const int begin = m_nextToScore;
    while (m_nextToScore < rowCount() && clock.elapsed() < kSliceMs) {
        ensureScored(at(m_nextToScore++));
    }
    if (m_nextToScore > begin) {
        Q_EMIT dataChanged(index(begin), index(m_nextToScore - 1), { LabelRole, ProbabilityRole });
    }
    if (m_nextToScore >= rowCount()) {
        m_slices.stop();
        Q_EMIT allScored();
    }
}

} // namespace fe::imaging
