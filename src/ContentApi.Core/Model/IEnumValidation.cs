namespace ContentApi.Core.Model;

/// <summary>A validation attribute that accepts the names of an enum.</summary>
internal interface IEnumValidation
{
    Type EnumType { get; }
}
