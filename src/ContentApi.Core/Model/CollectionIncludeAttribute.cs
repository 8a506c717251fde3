namespace ContentApi.Core.Model;

/// <summary>Validates the list of optional members of a collection: `stories`, the only one.</summary>
internal sealed class CollectionIncludeAttribute() : CommaSeparatedAttribute("^stories$", "stories".Length, 1, "must be stories.");
