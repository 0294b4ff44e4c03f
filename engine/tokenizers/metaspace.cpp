// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/metaspace.h"

namespace fe::tokenizers {

base::Result<MetaspaceSettings> readMetaspace(const StageSpec& spec)
{
    MetaspaceSettings settings;
    FE_TRY(settings.replacement, spec.character("replacement"));
    FE_TRY(settings.split, spec.flagOr("split", true));
    FE_TRY(const auto scheme, spec.textIfAny("prepend_scheme"));
    if (scheme == "first") {
        settings.scheme = PrependScheme::First;
    } else if (scheme == "never") {
        settings.scheme = PrependScheme::Never;
    } else if (scheme && scheme != "always") {
        return spec.unsupported("prepend_scheme", "unknown scheme \"" + *scheme + "\"");
    }
    // Files written before prepend_scheme existed.
    FE_TRY(const bool addPrefixSpace, spec.flagOr("add_prefix_space", true));
    if (!addPrefixSpace && scheme && settings.scheme != PrependScheme::Never) {
        return spec.malformed("add_prefix_space", "it contradicts prepend_scheme");
    }
    if (!addPrefixSpace) {
        settings.scheme = PrependScheme::Never;
    }
    return settings;
}

} // namespace fe::tokenizers
