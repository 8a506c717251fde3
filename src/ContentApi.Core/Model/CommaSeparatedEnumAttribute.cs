namespace ContentApi.Core.Model;

/// <summary>Validates a comma-separated list of distinct enum names.</summary>
internal sealed class CommaSeparatedEnumAttribute<T>() : CommaSeparatedAllowedValuesAttribute(EnumNames.All<T>())
    where T : struct, Enum;
