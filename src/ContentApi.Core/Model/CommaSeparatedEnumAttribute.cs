namespace ContentApi.Core.Model;

/// <summary>Validates a comma-separated list of distinct enum names.</summary>
internal sealed class CommaSeparatedEnumAttribute<T>() : CommaSeparatedAttribute(EnumNames.All<T>()), IEnumValidation
    where T : struct, Enum
{
    public Type EnumType => typeof(T);
}
