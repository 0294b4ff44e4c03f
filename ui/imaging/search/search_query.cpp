// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/search/search_query.h"

#include "workspace/path_text.h"

#include <QElapsedTimer>

#include <algorithm>

namespace fe::imaging {

using base::CancelToken;
using base::Progress;
using base::Result;

namespace {

constexpr int kDebounceMs = 200;
constexpr std::size_t kMostMatches = 200;

/// What a question consists of.
struct Question {
    PictureModelPtr model;
    FolderVectorsPtr vectors;
    std::string text;
    std::string picture; ///< goes before the text
};

Result<std::vector<float>> vectorOf(const Question& question, const CancelToken& cancel,
                                    Progress& progress)
{
    if (question.picture.empty()) {
        return pictures::textVector(*question.model, question.text, cancel, progress);
    }
    const auto& files = question.vectors->files;
    const auto known = std::find(files.begin(), files.end(), question.picture);
    if (known != files.end()) {
        const auto vector
            = question.vectors->vector(static_cast<std::size_t>(known - files.begin()));
        return std::vector<float>(vector.begin(), vector.end());
    }
    return pictures::pictureVector(*question.model, question.picture, cancel);
}

} // namespace

struct SearchQuery::Found {
    Vector vector;
    Answer answer;
};

SearchQuery::SearchQuery(VisionState& state, const FolderIndex& index, QObject* parent)
    : QObject(parent), m_state(state), m_index(index)
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kDebounceMs);
    connect(&m_debounce, &QTimer::timeout, this, &SearchQuery::ask);
    connect(&state, &VisionState::modelChanged, this, &SearchQuery::forget);
    connect(&index, &FolderIndex::vectorsChanged, this, &SearchQuery::ask);
}

void SearchQuery::setText(const QString& text)
{
    if (text == m_text && m_picture.isEmpty()) {
        return;
    }
    m_text = text;
    m_picture.clear();
    forget();
    m_debounce.start();
}

void SearchQuery::setPicture(const QString& path)
{
    m_picture = path;
    forget();
    ask();
}

void SearchQuery::forget()
{
    m_job = {};
    m_vector.reset();
}

void SearchQuery::ask()
{
    m_debounce.stop();
    const FolderVectorsPtr vectors = m_index.vectors();
    if (isEmpty() || vectors == nullptr || m_state.model() == nullptr) {
        m_job = {};
        m_answer = {};
        Q_EMIT answered();
        return;
    }
    Question question { m_state.model(), vectors, m_text.trimmed().toStdString(),
                        workspace::toPath(m_picture).string() };
    m_job = m_state.runner().start<Found>(
        { .title = tr("Searching"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("vision.search") },
        [question = std::move(question), vector = m_vector](const CancelToken& cancel,
                                                            Progress& progress) -> Result<Found> {
            QElapsedTimer clock;
            clock.start();
            Found found { vector, { question.vectors, {}, 0 } };
            if (found.vector == nullptr) {
                FE_TRY(auto made, vectorOf(question, cancel, progress));
                found.vector = std::make_shared<const std::vector<float>>(std::move(made));
            }
            found.answer.matches
                = pictures::nearest(*question.vectors, *found.vector, kMostMatches);
            found.answer.milliseconds = static_cast<double>(clock.nsecsElapsed()) * 1e-6;
            return found;
        },
        { .done =
              [this](const Found& found) {
                  m_vector = found.vector;
                  m_answer = found.answer;
                  Q_EMIT answered();
              },
          .cancelled = {},
          .failed =
              [this](const base::Error& error) {
                  m_answer = {};
                  Q_EMIT answered();
                  Q_EMIT failed(error);
              } });
}

} // namespace fe::imaging
