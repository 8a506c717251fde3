using ContentApi.Core.Model;
using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Keys;

internal sealed class ApiKeyRequestValidator : AbstractValidator<ApiKeyRequest>
{
    public const int MaxRateLimit = 1_000_000;

    public ApiKeyRequestValidator(TimeProvider timeProvider)
    {
        RuleFor(key => key.Name).Required().Line(200);
        RuleFor(key => key.Scopes).Must(scopes => scopes is { Count: > 0 }).WithMessage($"must contain at least one scope: {string.Join(", ", EnumNames.All<Scope>())}.")
            .Must(scopes => scopes is null || scopes.Distinct().Count() == scopes.Count).WithMessage("must not contain a scope more than once.");
        RuleFor(key => key.Partner)
            .Must((key, partner) => partner is not null || !IsSyndicating(key)).WithMessage("is required with the scope syndicate: the slug of the partner, such as evening-post.")
            .Must((key, partner) => partner is null || IsSyndicating(key)).WithMessage("must be null without the scope syndicate.")
            .Must(partner => partner is null || Slug.IsValid(partner)).WithMessage(Slug.Requirement);
        RuleFor(key => key.ExpiresAt).Must(at => at is null || at > timeProvider.GetUtcNow()).WithMessage("must be in the future.");
        RuleFor(key => key.RateLimit).Must(limit => limit is null or (>= 1 and <= MaxRateLimit)).WithMessage($"must be from 1 to {MaxRateLimit:N0}.");
    }

    private static bool IsSyndicating(ApiKeyRequest key) => key.Scopes?.Contains(Scope.Syndicate) == true;
}
