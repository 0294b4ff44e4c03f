// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/models/bpe.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

/// Dropout makes training see several tokenisations of a word; run with it, no result could be
/// repeated.
base::Result<void> refuseDropout(const StageSpec& spec)
{
    const base::Json* dropout = spec.json.findNonNull("dropout");
    if (dropout == nullptr) {
        return {};
    }
    if (!dropout->isNumber()) {
        return spec.malformed("dropout",
                              std::string("a number expected, found ") + dropout->typeName());
    }
    if (*dropout->asDouble() != 0.0) {
        return spec.unsupported("dropout", "tokenising at random is not supported");
    }
    return {};
}

/// "left right" in old files, ["left", "right"] in new ones.
base::Result<void> addMerge(MergeReader& reader, const base::Json& merge, const StageSpec& spec)
{
    if (const std::string* line = merge.asString()) {
        if (line->starts_with("#version")) {
            return {};
        }
        const std::size_t space = line->find(' ');
        if (space == std::string::npos || line->find(' ', space + 1) != std::string::npos) {
            return spec.malformed("merges",
                                  "a merge has two parts with a space between them, found \""
                                      + *line + "\"");
        }
        return reader.add(line->substr(0, space), line->substr(space + 1), spec, "merges");
    }
    const auto* parts = merge.asArray();
    if (parts == nullptr || parts->size() != 2 || (*parts)[0].asString() == nullptr
        || (*parts)[1].asString() == nullptr) {
        return spec.malformed("merges", "a merge is a pair of tokens");
    }
    return reader.add(*(*parts)[0].asString(), *(*parts)[1].asString(), spec, "merges");
}

} // namespace

base::Result<ModelPtr> makeBpe(const StageSpec& spec)
{
    FE_CHECK(refuseDropout(spec));
    BpeOptions options;
    FE_TRY(options.unknownToken, spec.textIfAny("unk_token"));
    FE_TRY(const auto prefix, spec.textIfAny("continuing_subword_prefix"));
    FE_TRY(const auto suffix, spec.textIfAny("end_of_word_suffix"));
    options.continuingPrefix = prefix.value_or("");
    options.endSuffix = suffix.value_or("");
    FE_TRY(options.fuseUnknown, spec.flagOr("fuse_unk", false));
    FE_TRY(options.byteFallback, spec.flagOr("byte_fallback", false));
    FE_TRY(options.ignoreMerges, spec.flagOr("ignore_merges", false));
    FE_TRY(const base::Json* tokens, spec.required("vocab"));
    FE_TRY(Vocabulary vocabulary, Vocabulary::fromObject(*tokens, spec, "vocab"));
    FE_TRY(const base::Json* merges, spec.required("merges"));
    if (merges->asArray() == nullptr) {
        return spec.malformed("merges", "an array expected");
    }
    MergeReader reader(vocabulary, merges->asArray()->size(), options.continuingPrefix.size());
    for (const base::Json& merge : *merges->asArray()) {
        FE_CHECK(addMerge(reader, merge, spec));
    }
    MergeTable table = reader.take();
    return ModelPtr(
        std::make_unique<Bpe>(std::move(vocabulary), std::move(table), std::move(options)));
}

} // namespace fe::tokenizers
