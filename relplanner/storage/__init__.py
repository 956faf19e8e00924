"""The file: YAML text to plan and back, saved so that nothing is lost. The only user of yaml.

``reader`` parses, ``writer`` patches the text a plan came from, ``files`` puts text on disk.
"""
