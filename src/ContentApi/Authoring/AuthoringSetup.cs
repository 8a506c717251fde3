using FluentValidation;

namespace ContentApi.Authoring;

internal static class AuthoringSetup
{
    public static void AddAuthoring(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Publisher>();
        builder.Services.AddValidatorsFromAssemblyContaining<StoryDocumentValidator>(ServiceLifetime.Singleton, includeInternalTypes: true);
    }
}
