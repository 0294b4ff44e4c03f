// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/gallery.h"
#include "prompting/prompt_document.h"

namespace fe::prompting {

/// The document with a task of the gallery in it, ready to run: its mode, what the prompt is made
/// of and how to sample. What the user wrote for other modes stays, and so do seed and samples.
[[nodiscard]] PromptDocument withTask(PromptDocument document, const evaluation::GalleryTask& task);

/// The document in another mode. Limits (tokens, stop strings) and sampling that were those of the
/// task in the mode before, or the program's own where there is none, become those of the new mode;
/// what the user set himself stays, and so do seed and samples.
[[nodiscard]] PromptDocument inMode(PromptDocument document, Mode mode);

/// "en" or "ko": the language of the window, as far as tasks are written in it.
[[nodiscard]] QString taskLanguage();

/// The tasks of a language, those of a family beside each other, in the gallery's order.
[[nodiscard]] std::vector<const evaluation::GalleryTask*> tasksIn(const QString& language);

} // namespace fe::prompting
