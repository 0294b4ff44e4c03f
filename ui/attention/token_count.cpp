// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/token_count.h"

#include "base/error.h"

#include <QLocale>

namespace fe::attention {

QString captureText(quint64 bytes)
{
    return QString::fromStdString(base::bytesText(bytes));
}

TokenCount::TokenCount(jobs::JobRunner& runner, QWidget* parent) : QLabel(parent), m_runner(runner)
{
    setProperty("kind", QStringLiteral("secondary"));
}

base::Result<TokenCount::Count> TokenCount::countOf(const Subject& subject,
                                                    const base::CancelToken& cancel)
{
    FE_TRY(const models::ForwardInput input, inputOf(subject, cancel));
    Count count;
    for (const models::AttentionInfo& info : models::attentionsOf(*subject.model->any, input)) {
        count.bytes += models::AttentionCapture::bytesFor(info);
        // Cross attention brings no tokens of its own.
        count.tokens += info.kind == models::AttentionKind::Self ? info.queries : 0;
    }
    return count;
}

void TokenCount::count(const Subject& subject)
{
    m_job = m_runner.start<Count>({ .title = tr("Counting tokens"),
                                    .lane = jobs::Lane::Io,
                                    .slot = QStringLiteral("attention.count") },
                                  [subject](const base::CancelToken& cancel, base::Progress&) {
                                      return countOf(subject, cancel);
                                  },
                                  { .done = [this](const Count& count) { showCount(count); },
                                    .cancelled = {},
                                    .failed = [this](const base::Error&) { clear(); } });
}

void TokenCount::showCount(const Count& count)
{
    setText(tr("%1 tokens · %2").arg(QLocale().toString(count.tokens), captureText(count.bytes)));
    setToolTip(tr("Memory that the attention of every head will take"));
}

} // namespace fe::attention
