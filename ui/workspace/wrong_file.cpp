// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/file_nature.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <array>

namespace fe::workspace {

namespace {

struct Row {
    FileNature nature;
    const char* headline; ///< %1: name, %2: description
    const char* reason;
    const char* advice;
};

constexpr const char* kWhatToOpen = QT_TRANSLATE_NOOP(
    "WrongFile",
    "Open a .gguf file, a TorchScript archive, or a folder with config.json and *.safetensors.");

constexpr std::array kRows {
    Row { FileNature::LoneWeights, QT_TRANSLATE_NOOP("WrongFile", "%1 holds weights alone"),
          QT_TRANSLATE_NOOP("WrongFile",
                            "Without config.json beside it nothing says which model they are."),
          QT_TRANSLATE_NOOP("WrongFile",
                            "Put the model's config.json and tokenizer.json into the same folder "
                            "and open the folder.") },
    Row { FileNature::Pickle, QT_TRANSLATE_NOOP("WrongFile", "%1 is a Python pickle"),
          QT_TRANSLATE_NOOP("WrongFile",
                            "Such a file can run any code when it is loaded, so it is never loaded "
                            "here."),
          QT_TRANSLATE_NOOP("WrongFile",
                            "Get the same model as *.safetensors or GGUF; most model pages offer "
                            "one of them.") },
    Row { FileNature::Archive, QT_TRANSLATE_NOOP("WrongFile", "%1 (%2) is not a model"),
          QT_TRANSLATE_NOOP("WrongFile", "A model inside an archive cannot be read from there."),
          QT_TRANSLATE_NOOP("WrongFile",
                            "Unpack it, then open the folder that holds config.json, or the .gguf "
                            "file.") },
    Row { FileNature::LfsPointer,
          QT_TRANSLATE_NOOP("WrongFile", "%1 stands in place of the real file"),
          QT_TRANSLATE_NOOP("WrongFile",
                            "Git LFS left this pointer; the file itself was not downloaded."),
          QT_TRANSLATE_NOOP("WrongFile",
                            "Run git lfs pull in its folder, or download the file by itself.") },
    Row { FileNature::Empty, QT_TRANSLATE_NOOP("WrongFile", "%1 is empty"),
          QT_TRANSLATE_NOOP("WrongFile", "There is nothing in the file."),
          QT_TRANSLATE_NOOP("WrongFile", "Download it again.") },
    Row { FileNature::Picture, QT_TRANSLATE_NOOP("WrongFile", "%1 (%2) is a picture, not a model"),
          QT_TRANSLATE_NOOP("WrongFile", "A picture holds no weights."), kWhatToOpen },
    Row { FileNature::Text, QT_TRANSLATE_NOOP("WrongFile", "%1 (%2) is a text, not a model"),
          QT_TRANSLATE_NOOP("WrongFile", "A text holds no weights."), kWhatToOpen },
    Row { FileNature::FolderOfModels, QT_TRANSLATE_NOOP("WrongFile", "%1 holds several models"),
          QT_TRANSLATE_NOOP("WrongFile", "The folder has more than one .gguf file."),
          QT_TRANSLATE_NOOP("WrongFile", "Open one of these files.") },
    Row { FileNature::OtherFolder, QT_TRANSLATE_NOOP("WrongFile", "%1 is not a model's folder"),
          QT_TRANSLATE_NOOP("WrongFile",
                            "A model's folder has config.json and *.safetensors, or one .gguf "
                            "file; this one has neither."),
          QT_TRANSLATE_NOOP("WrongFile", "Open the model's own folder.") },
    Row { FileNature::Missing,
          QT_TRANSLATE_NOOP("WrongFile", "There is no such file or folder: %1"), "",
          QT_TRANSLATE_NOOP("WrongFile", "It may have been moved or deleted.") },
    Row { FileNature::Other, QT_TRANSLATE_NOOP("WrongFile", "%1 (%2) is not a model"),
          QT_TRANSLATE_NOOP("WrongFile",
                            "It is neither GGUF nor TorchScript nor safetensors, and no folder "
                            "with config.json."),
          kWhatToOpen },
};

QString translated(const char* text)
{
    return *text == '\0' ? QString() : QCoreApplication::translate("WrongFile", text);
}

} // namespace

std::optional<WrongFile> whyNoModel(const FileLook& look, const QString& path)
{
    for (const Row& row : kRows) {
        if (row.nature != look.nature) {
            continue;
        }
        QString headline = translated(row.headline);
        // One that is not there is named in full: the folder may be what is wrong.
        const QString name = look.nature == FileNature::Missing
            ? path
            : QFileInfo(QDir::cleanPath(path)).fileName();
        headline = headline.contains(QLatin1String("%2")) ? headline.arg(name, look.description)
                                                          : headline.arg(name);
        return WrongFile { headline, translated(row.reason), translated(row.advice) };
    }
    return std::nullopt;
}

} // namespace fe::workspace
