// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/zero_shot_input.h"
#include "pictures/index_update.h"
#include "pictures/picture_search.h"

namespace fe::cli {
namespace {

using base::Json;

constexpr std::int64_t kTop = 10;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "search",
        "pictures of folders by a text or another picture",
        { "MODEL", "FOLDER..." },
        {
            { .name = "--text",
              .value = "S",
              .kind = ValueKind::Text,
              .help = "what the pictures should show" },
            { .name = "--image",
              .value = "F",
              .kind = ValueKind::Text,
              .help = "a picture that they should resemble" },
            { .name = "--top",
              .value = "K",
              .kind = ValueKind::Integer,
              .help = "how many are listed (10)",
              .low = 1,
              .high = 100000 },
            { .name = "--index",
              .value = "FILE",
              .kind = ValueKind::Text,
              .help = "where the pictures' vectors are kept (the user's cache folder)" },
        },
        { "--text", "--image" },
        "Folders are searched with those below. Vectors are kept in a SQLite file by the hash of\n"
        "picture and model, so a picture is encoded once, even if it is renamed or moved; after "
        "an\n"
        "interrupt the next run goes on. indexed: pictures that can be found; encoded: those that\n"
        "were new; similarity: cosine."
    };
    return kSpec;
}

base::Result<pictures::PictureModel> loadPictureModel(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded, loadAnyModel(arguments.positional(0), arguments, context));
    tokenizers::TokenizerPtr tokenizer;
    if (arguments.has("--text") && loaded.model->info().readsText()) {
        FE_TRY(tokenizer, tokenizers::loadTokenizer(*loaded.package));
    }
    return pictures::pictureModel(loaded.package, loaded.model, tokenizer);
}

/// Before the folders are indexed, so that a query that cannot be answered is refused at once.
base::Result<std::vector<float>> queryVector(const pictures::PictureModel& model,
                                             const Arguments& arguments, Context& context)
{
    if (arguments.has("--image")) {
        return pictures::pictureVector(model, arguments.text("--image"), context.cancel);
    }
    const std::string text = arguments.text("--text");
    auto vector = pictures::textVector(model, text, context.cancel, context.progress);
    if (!vector && !text.empty()) {
        return blame(vector.error(), arguments.positional(0));
    }
    return vector;
}

base::Result<pictures::PictureIndex> openIndex(const Arguments& arguments)
{
    return pictures::PictureIndex::open(arguments.has("--index")
                                            ? std::filesystem::path(arguments.text("--index"))
                                            : pictures::PictureIndex::defaultFile());
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    const auto folders = arguments.positionals(1);
    for (const std::string& folder : folders) {
        FE_CHECK(pictures::folderName(folder)); // before a model is loaded
    }
    FE_TRY(auto index, openIndex(arguments));
    FE_TRY(const auto model, loadPictureModel(arguments, context));
    FE_TRY(const auto query, queryVector(model, arguments, context));
    FE_TRY(const std::string key, index.modelKey(model, context.cancel, context.progress));
    std::size_t encoded = 0;
    for (const std::string& folder : folders) {
        FE_TRY(const auto count,
               pictures::updateFolder(index, model, key, folder, context.cancel, context.progress));
        encoded += count.encoded;
    }
    FE_TRY(const auto vectors, index.vectors(folders, key));
    Json results = Json::array();
    const auto top = static_cast<std::size_t>(arguments.integer("--top", kTop));
    for (const pictures::Match& match : pictures::nearest(vectors, query, top)) {
        Json row = Json::object();
        row.set("image", vectors.files[match.file]);
        row.set("similarity", match.similarity);
        results.push(std::move(row));
    }
    Json document = Json::object();
    document.set("results", std::move(results));
    document.set("indexed", static_cast<std::uint64_t>(vectors.files.size()));
    document.set("encoded", static_cast<std::uint64_t>(encoded));
    document.set("skipped", described(vectors.skipped));
    return print(document);
}

} // namespace

Command searchCommand()
{
    return { spec, run };
}

} // namespace fe::cli
