// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/search/folder_index.h"
#include "pictures/picture_search.h"

#include <QTimer>

namespace fe::imaging {

/// A question to an index, by words or by a picture, and its answer. Asked again when the index
/// grows; a new question drops the old one. UI thread.
class SearchQuery : public QObject
{
    Q_OBJECT
public:
    SearchQuery(VisionState& state, const FolderIndex& index, QObject* parent = nullptr);

    /// Asked when typing stops for 200 ms. Empty: no question.
    void setText(const QString& text);
    /// Asked at once. Empty: back to the text.
    void setPicture(const QString& path);
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] const QString& picture() const { return m_picture; }
    [[nodiscard]] bool isEmpty() const { return m_text.trimmed().isEmpty() && m_picture.isEmpty(); }

    struct Answer {
        FolderVectorsPtr vectors; ///< that the matches are of; null: there is no answer
        std::vector<pictures::Match> matches; ///< best first
        double milliseconds = 0; ///< that it took
    };
    [[nodiscard]] const Answer& answer() const { return m_answer; }

Q_SIGNALS:
    void answered();
    void failed(const fe::base::Error& error);

private:
    using Vector = std::shared_ptr<const std::vector<float>>;
    struct Found;

    void forget();
    void ask();

    VisionState& m_state;
    const FolderIndex& m_index;
    QString m_text;
    QString m_picture;
    Vector m_vector; ///< of the question, once known; null: to be encoded
    Answer m_answer;
    QTimer m_debounce;
    jobs::JobHandle m_job;
};

} // namespace fe::imaging
