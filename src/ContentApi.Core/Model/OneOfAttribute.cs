using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>Validates that a string is the name of an enum value.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class OneOfAttribute<T>() : AllowedValuesAttribute(EnumNames.All<T>()), IEnumValidation
    where T : struct, Enum
{
    public Type EnumType => typeof(T);
}
