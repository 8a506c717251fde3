using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>Validates the name of a value of an enum.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class OneOfAttribute<T>() : AllowedValuesAttribute(EnumNames.All<T>())
    where T : struct, Enum;
